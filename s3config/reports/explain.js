
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const [box, conflicts, defaults, count, theme] = ["filter", "conflicts", "defaults", "count", "theme"].map(find);
  const table = document.querySelector("table");
  const rows = [...table.tBodies[0].rows].map((row) => ({
    row,
    text: [...row.querySelectorAll(".key, .value, .place")].map((part) => part.textContent).join("\n").toLowerCase(),
    isDefault: row.classList.contains("only-default"),
    isConflict: row.querySelector(".loses") !== null,
  }));

  const show = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const wanted = rows.filter((item) => defaults.checked || !item.isDefault);
    let shown = 0;
    for (const item of rows) {
      const isShown = (defaults.checked || !item.isDefault) && (item.isConflict || !conflicts.checked)
        && words.every((word) => item.text.includes(word));
      item.row.hidden = !isShown;
      shown += Number(isShown);
    }
    table.classList.toggle("without-defaults", !defaults.checked);
    count.textContent = `${shown} of ${wanted.length} keys shown`;
  };
  const reveal = (hash) => {
    const row = find(hash.slice(1))?.closest("tbody tr");
    if (row?.hidden) {
      box.value = "";
      conflicts.checked = false;
      defaults.checked ||= row.classList.contains("only-default");
      show();
    }
  };

  box.addEventListener("input", show);
  conflicts.addEventListener("change", show);
  defaults.addEventListener("change", show);
  box.form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target !== theme && box.value !== "") {
      box.value = "";
      show();
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link) {
      reveal(link.hash);
    }
  });
  theme.addEventListener("change", () => {
    document.documentElement.dataset.theme = theme.value;
  });
  for (const part of document.querySelectorAll(".scripted")) {
    part.hidden = false;
  }
  show();
  reveal(location.hash);
})();
