// Served in place of the book's workshop-served.js while Jupyter runs behind the book.
for (const link of document.querySelectorAll("a.lm-open[hidden]")) {
  link.hidden = false;
  const how = link.parentElement && link.parentElement.querySelector(".lm-how");
  if (how) how.hidden = true;
}
// The way back to the learner's home, which a book on a disk does not have.
const article = document.querySelector("article");
if (article) {
  const line = document.createElement("p");
  const link = document.createElement("a");
  link.href = new URL("../home", document.currentScript.src);
  link.textContent = "Your workshop: go on where you were";
  line.append(link);
  article.prepend(line);
}
// The token has done its work (a cookie is set); keep it out of what is copied and shown.
const address = new URL(location.href);
if (address.searchParams.has("token")) {
  address.searchParams.delete("token");
  history.replaceState(null, "", address);
}
