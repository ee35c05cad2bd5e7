// Show only the conversations that a metric or some words are chosen for. Without it all of them are shown.
const form = document.querySelector(".filter");
if (form) {
  const metric = form.querySelector("select");
  const words = form.querySelector("input");
  const count = document.querySelector("#shown");
  const conversations = [...document.querySelectorAll("details.conversation")];
  const choose = () => {
    const wanted = words.value.trim().toLowerCase();
    let shown = 0;
    for (const one of conversations) {
      const metrics = one.dataset.metrics.split(" ");
      const fits = (!metric.value || metrics.includes(metric.value)) && one.textContent.toLowerCase().includes(wanted);
      one.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} of ${conversations.length} shown`;
  };
  form.hidden = false;
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  choose();
}
