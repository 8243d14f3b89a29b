// Shows times in the reader's own zone; the text in the page is UTC.
"use strict";
{
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  for (const element of document.querySelectorAll("time[datetime]")) {
    const time = new Date(element.dateTime);
    if (!Number.isNaN(time.getTime())) {
      element.title = element.textContent;
      element.textContent = format.format(time);
    }
  }
}
