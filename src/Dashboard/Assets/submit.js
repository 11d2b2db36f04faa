// What is seen in the form goes to the silo from here, when the silo asks for it: in a stream, since it may be longer than a message of the
// connection, and all that was touched each time, since an earlier message may have been lost with the connection.
const KEPT = 'form';
const PAUSE = 150;

const valueOf = control => control.type === 'checkbox' ? `${control.checked}` : control.value;
const toBytes = seen => new TextEncoder().encode(JSON.stringify(seen));

export const watch = (form, page) => {
  const seen = all => Object.fromEntries([...form.elements]
    .filter(control => control.id && ('touched' in control.dataset || all && valueOf(control)))
    .map(control => [control.id, valueOf(control)]));

  let pause;
  const tell = () => {
    clearTimeout(pause);
    pause = setTimeout(() => page.invokeMethodAsync('ChangedAsync').catch(() => { }), PAUSE);
  };
  form.addEventListener('input', tell);
  document.getElementById('components-reconnect-modal').addEventListener('components-reconnect-state-changed', change => {
    if (change.detail.state === 'hide' && form.isConnected) {
      tell();
    }
  });

  // The page is about to be loaded again: its silo has forgotten it.
  window.addEventListener('comeback', () => {
    if (!form.isConnected) {
      return;
    }
    const keep = what => sessionStorage.setItem(KEPT, JSON.stringify({ address: location.href, seen: what }));
    try {
      keep(seen(true));
    } catch {
      keep({ lost: 'true' });
    }
  });

  return {
    read: () => toBytes(seen(false)),
    kept: () => {
      const kept = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
      return toBytes(kept?.address === location.href ? kept.seen : {});
    },
  };
};
