// The page "What wins?": a box that filters the cases, and, where the site holds Python, the package itself.

const PARTS = {
  url: ["URL", "s3://shop?region=eu-west-2"],
  arguments: ["Arguments, one NAME=value a line", "region=eu-west-1"],
  environment: ["Environment", "AWS_REGION=us-west-2\nAWS_PROFILE=work"],
  dotenv: [".env", "AWS_REGION=us-east-2"],
  profiles: ["~/.aws/config", "[profile work]\nregion = eu-west-3"],
};

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function table(rows) {
  const head = element("tr", {}, ...["key", "value", "from", "over"].map((word) => element("th", { scope: "col" }, word)));
  const lines = rows.map((row) => {
    const over = row.over.flatMap((loser) => [element("code", {}, loser.value), ` from ${loser.from}`, element("br")]);
    return element(
      "tr", {},
      element("td", {}, element("code", {}, row.key)),
      element("td", {}, element("code", {}, row.value)),
      element("td", {}, row.from),
      element("td", {}, ...over),
    );
  });
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...lines));
}

function show(place, answer) {
  const said = answer.said.map((one) => element("li", {}, one.text));
  place.replaceChildren(...(answer.rows.length ? [table(answer.rows)] : []), element("ul", {}, ...said));
}

function editor(place) {
  const fields = Object.entries(PARTS).map(([part, [title, example]]) => {
    const field = element(part === "url" ? "input" : "textarea", { id: `what-wins-${part}`, spellcheck: "false" });
    if (part !== "url") field.rows = 3;
    field.value = example;
    return [part, title, field];
  });
  const button = element("button", { type: "submit", class: "md-button md-button--primary" }, "What wins?");
  const status = element("p", { role: "status" }, "The first answer takes a few seconds: Python is fetched from this site.");
  const result = element("div", { "aria-live": "polite", id: "what-wins-answer" });
  const form = element(
    "form", { class: "what-wins" },
    ...fields.flatMap(([part, title, field]) => [element("label", { for: `what-wins-${part}` }, title), field]),
    button, status, result,
  );
  let worker;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!worker) {
      worker = new Worker(new URL("what-wins-worker.js", import.meta.url), { type: "module" });
      worker.addEventListener("message", ({ data }) => {
        button.disabled = false;
        status.textContent = data.error ? `Python failed: ${data.error}` : "";
        if (data.answer) show(result, data.answer);
      });
      worker.addEventListener("error", (failure) => {
        button.disabled = false;
        status.textContent = `Python did not start: ${failure.message ?? "the files cannot be loaded"}`;
      });
    }
    button.disabled = true;
    status.textContent = "Resolving ...";
    worker.postMessage(Object.fromEntries(fields.map(([part, , field]) => [part, field.value])));
  });
  for (const example of document.querySelectorAll("[data-case]")) {
    example.hidden = false;
    example.addEventListener("click", () => {
      const pasted = JSON.parse(example.dataset.case);
      for (const [part, , field] of fields) field.value = pasted[part];
      place.scrollIntoView();
      form.requestSubmit();
    });
  }
  place.replaceChildren(form);
  place.hidden = false;
}

function filter(place) {
  const headings = [...document.querySelectorAll("h3")];
  const cases = headings.map((heading) => {
    const parts = [heading];
    for (let next = heading.nextElementSibling; next && !/^H[1-3]$/.test(next.tagName); next = next.nextElementSibling) {
      parts.push(next);
    }
    return parts;
  });
  const box = element("input", { id: "what-wins-words", type: "search", placeholder: "profile, token, endpoint ..." });
  const count = element("p", { role: "status" });
  const apply = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const parts of cases) {
      const text = parts.map((part) => part.textContent).join(" ").toLowerCase();
      const fits = words.every((word) => text.includes(word));
      shown += fits;
      for (const part of parts) part.classList.toggle("what-wins-left-out", !fits);
    }
    count.textContent = `${shown} of ${cases.length} cases`;
  };
  box.addEventListener("input", apply);
  place.classList.add("what-wins");
  place.replaceChildren(element("label", { for: "what-wins-words" }, "Show cases with these words"), box, count);
  place.hidden = false;
  apply();
}

filter(document.getElementById("what-wins-filter"));
const resolver = document.getElementById("resolver");
if ("python" in resolver.dataset) editor(resolver); // a site without Python has its cases
