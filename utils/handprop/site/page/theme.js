// Before anything is painted: light or dark, as chosen here earlier, else as the system has it.
(() => {
  let chosen = "";
  try {
    chosen = localStorage.getItem("handprop.theme") ?? "";
  } catch { /* private mode */ }
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
