// Keeps a log at its end until its reader scrolls up. Rows arrive when the browser asks for them, so that the end moves on after it was
// reached: what becomes of the box is watched, whoever changed it.
export const follow = (box, log) => {
  let following = true;
  let end = 0;
  const see = () => {
    if (!following) {
      return;
    }
    // A log that has become shorter has moved its reader, too.
    if (box.scrollTop < Math.min(end, box.scrollHeight - box.clientHeight) - 2) {
      following = false;
      log.invokeMethodAsync('LetGo').catch(() => { });
      return;
    }
    box.scrollTop = box.scrollHeight;
    end = box.scrollTop;
  };
  box.addEventListener('scroll', see);
  new MutationObserver(see).observe(box, { attributes: true, childList: true, subtree: true });
  see();
  return {
    set: on => {
      following = on;
      end = 0;
      see();
    },
  };
};
