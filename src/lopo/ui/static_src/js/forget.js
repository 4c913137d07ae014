/* A kiosk has no yesterday: every step replaces the one before, so "back" never shows what the
   last visitor chose. A form is sent by fetch and the page it leads to takes this page's place;
   where that does not work the browser goes on as it always does. */
const inside = (address) => address.origin === location.origin && !address.pathname.startsWith("/static/");

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0 || link.target) return;
  const address = new URL(link.href);
  if (!inside(address) || (address.pathname === location.pathname && address.hash)) return;
  event.preventDefault();
  location.replace(address.href);
});

addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || !window.fetch) return;
  event.preventDefault();
  const body = new FormData(form);
  const button = event.submitter;
  if (button?.name) body.append(button.name, button.value);
  const native = () => {
    // The same key as before: what was done is answered again, never done twice.
    if (button?.name) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: button.name, value: button.value });
      form.append(field);
    }
    HTMLFormElement.prototype.submit.call(form);
  };
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body), credentials: "same-origin" });
    if (answer.redirected && inside(new URL(answer.url))) location.replace(answer.url);
    else native();
  } catch {
    native();
  }
});
