// Looks whether the server has stopped, and loads the page again only then: a reload takes the focus away.
"use strict";
{
  const PAUSE_MILLISECONDS = 2000;

  const look = async () => {
    try {
      const answer = await fetch(window.location.href, { cache: "no-store" });
      const text = await answer.text();
      if (answer.redirected || !new DOMParser().parseFromString(text, "text/html").getElementById("stopping")) {
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
