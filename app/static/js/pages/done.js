// The report came in: its draft has done its work.
for (const key of Object.keys(localStorage)) if (key.startsWith("lingrid-report-")) localStorage.removeItem(key);
