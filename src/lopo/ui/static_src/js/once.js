/* A form is sent once: a second press while the answer is on its way does nothing. The server has
   its own key against repeats; this spares the visitor the wait. */
addEventListener("submit", (event) => {
  const form = event.target;
  // A form that is answered by a file stays on the page and may be sent again.
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-download")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  const free = () => {
    delete form.dataset.sent;
    event.submitter?.removeAttribute("aria-disabled");
  };
  setTimeout(free, 8000);
  addEventListener("pageshow", (show) => show.persisted && free(), { once: true });
});
