// Looks whether what is under way has ended, and loads the page again only then: a reload takes the focus away.
"use strict";
{
  const PAUSE_MILLISECONDS = 2000;

  const states = (page) => [...page.querySelectorAll("[data-watch]")].map((part) => part.textContent).join();
  const before = states(document);
  const isWriting = () => [...document.querySelectorAll("input[type=text]")].some((field) => field.value !== field.defaultValue);

  const look = async () => {
    try {
      const answer = await fetch(window.location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!isWriting() && (answer.redirected || states(page) !== before)) {
        window.location.reload();
        return;
      }
    } catch {
      // The hub cannot be reached just now; the next look tells.
    }
    window.setTimeout(look, PAUSE_MILLISECONDS);
  };

  window.setTimeout(look, PAUSE_MILLISECONDS);
}
