(() => {
  "use strict";
  const box = document.getElementById("search"), form = box.closest("form"), none = document.getElementById("none");
  const items = Array.from(document.querySelectorAll("[data-find]"), node => [node, node.textContent.toLowerCase()]);
  const look = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [node, text] of items) {
      node.hidden = !words.every(word => text.includes(word));
      shown += !node.hidden;
    }
    for (const part of document.querySelectorAll("[data-part]")) part.hidden = !part.querySelector("[data-find]:not([hidden])");
    if (words.length) for (const fold of document.querySelectorAll("details[data-part]")) fold.open = true;
    none.textContent = words.length ? `${shown} found` : "";
  };
  form.hidden = false;
  form.addEventListener("submit", event => event.preventDefault());
  box.addEventListener("input", look);
  look();
})();
