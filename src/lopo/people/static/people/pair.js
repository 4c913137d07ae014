// A device arrives with its code behind the # of the address, which never reaches a server log.
// The code is put into the form, wiped from the address and sent.
const form = document.querySelector("[data-pair]");

function pair() {
  const code = location.hash.slice(1);
  if (!form || !code.startsWith("lopo_d_")) return;
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.namedItem("token").value = code;
  form.requestSubmit();
}

pair();
window.addEventListener("hashchange", pair);
