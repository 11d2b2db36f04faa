// What the pages cannot do from the silo: colours, whether the tab is seen, the lost connection, and where the focus goes.
(() => {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  // A key of our own: Orleans' dashboard, of the same origin, keeps its choice under 'theme'.
  const choice = () => localStorage.getItem('gristmill-theme') ?? 'auto';

  const paint = () => {
    const chosen = choice();
    document.documentElement.dataset.theme = chosen;
    const theme = chosen !== 'auto' ? chosen : dark.matches ? 'dark' : 'light';
    for (const sheet of document.querySelectorAll('link[data-theme]')) {
      sheet.disabled = sheet.dataset.theme !== theme; // The other one is not loaded, large as they are.
    }
  };
  dark.addEventListener('change', paint);
  paint();

  // The pages come back by themselves once the silo answers.
  const comeBack = async () => {
    for (; ;) {
      await new Promise(done => setTimeout(done, 1000));
      try {
        if ((await fetch('health/ready', { cache: 'no-store' })).ok) {
          window.dispatchEvent(new Event('comeback'));
          location.reload();
          return;
        }
      } catch {
        // Not yet.
      }
    }
  };

  document.addEventListener('DOMContentLoaded', () => {
    document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', change => {
      const { state } = change.detail;
      // No button is there that does nothing.
      document.querySelector('.app').inert = state !== 'hide';
      if (state === 'failed' || state === 'rejected') {
        comeBack();
      }
    });
  });

  // Some type before the script of the form is there.
  document.addEventListener('input', input => {
    input.target.dataset.touched = 'true';
  });

  document.addEventListener('click', click => {
    // By the page's router it would be a way to another page.
    if (click.target.closest?.('.skip')) {
      click.preventDefault();
      document.getElementById('content').focus();
    }
    // The router stays where it is when the same page shows something else: a list that is turned is read from its top.
    if (click.target.closest?.('.pages a')) {
      scrollTo(0, 0);
    }
  });

  window.dashboard = {
    begin: looking => {
      const colours = document.getElementById('theme');
      colours.value = choice();
      colours.addEventListener('change', () => {
        localStorage.setItem('gristmill-theme', colours.value);
        paint();
      });
      const tell = () => looking.invokeMethodAsync('Set', document.visibilityState === 'visible').catch(() => { });
      document.addEventListener('visibilitychange', tell);
      tell();
      document.documentElement.dataset.live = 'true';
    },
    copy: text => navigator.clipboard.writeText(text),
  };
})();
