// Served in place of the book's workshop-served.js while Jupyter runs behind the book.
for (const link of document.querySelectorAll("a.lm-open[hidden]")) {
  link.hidden = false;
  const how = link.parentElement && link.parentElement.querySelector(".lm-how");
  if (how) how.hidden = true;
}
// The token has done its work (a cookie is set); keep it out of what is copied and shown.
const address = new URL(location.href);
if (address.searchParams.has("token")) {
  address.searchParams.delete("token");
  history.replaceState(null, "", address);
}
