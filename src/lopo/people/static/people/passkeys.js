// Passkeys: hands the server's options to the browser's authenticator and its answer back.
// Without it (or without passkeys in the browser) password and codes do everything.
const box = document.querySelector("[data-passkey]");

const toBytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};

const toText = (buffer) => {
  let plain = "";
  for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

const withBytes = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

function forBrowser({ publicKey }) {
  const ready = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (ready.user) ready.user = { ...ready.user, id: toBytes(ready.user.id) };
  if (ready.excludeCredentials) ready.excludeCredentials = withBytes(ready.excludeCredentials);
  if (ready.allowCredentials) ready.allowCredentials = withBytes(ready.allowCredentials);
  return { publicKey: ready };
}

function forServer(credential) {
  const response = { clientDataJSON: toText(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function options() {
  if (box.dataset.passkey !== "sign-in") return JSON.parse(box.dataset.options);
  const answer = await fetch(box.dataset.url, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

function say(reason) {
  const place = box.querySelector("[data-passkey-said]");
  place.querySelector("span").textContent = place.dataset[reason];
  place.hidden = false;
}

async function press(form, button) {
  button.disabled = true;
  try {
    const asked = forBrowser(await options());
    const made = box.dataset.passkey === "create"
      ? await navigator.credentials.create(asked)
      : await navigator.credentials.get(asked);
    form.elements.namedItem("credential").value = JSON.stringify(forServer(made));
    form.submit();
  } catch (problem) {
    say(problem.name === "NotAllowedError" || problem.name === "AbortError" ? "cancelled" : "failed");
    button.disabled = false;
  }
}

if (box) {
  const form = box.querySelector("[data-passkey-form]");
  const button = form.querySelector("[name=passkey]");
  form.addEventListener("submit", (event) => event.preventDefault());
  button.addEventListener("click", () => press(form, button));
  const known = "PublicKeyCredential" in window;
  if (known) box.hidden = false;
  else if (!box.hidden) { button.disabled = true; say("unsupported"); }
}
