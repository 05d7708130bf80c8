// Leaving at once: the page goes blank, its history entry is replaced, and its cookie is taken away, so that Back
// finds nothing.
const TWICE_WITHIN = 1000;

export function watchLeaving(): void {
  let last = -Infinity;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.repeat) return;
      const isEscape = event.key === "Escape";
      if (isEscape && event.timeStamp - last < TWICE_WITHIN) leave();
      last = isEscape ? event.timeStamp : -Infinity;
    },
    true,
  );
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-leave]")) leave();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

function leave(): void {
  document.title = "";
  document.documentElement.replaceChildren();
  navigator.sendBeacon("/away");
  location.replace("about:blank");
}
