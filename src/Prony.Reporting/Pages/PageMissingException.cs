namespace Prony.Reporting.Pages;

/// <summary>Prony was built without npm, so that it has no page to write reports into; the message says what to install.</summary>
public sealed class PageMissingException() : Exception(
    "this Prony was built without the page of its reports, because npm was missing, too old or failed. Install Node.js 20.19, 22.12 or newer with npm (Debian 13: apt install nodejs npm), "
    + "then 'rm artifacts/prony/.built' in the clone; the next ./prony builds it. Why npm failed stands in artifacts/web/npm.log.");
