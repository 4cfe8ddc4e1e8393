/**
 * What the gate found, in the forms that people and CI systems read: text, JSON (by a published
 * schema), JUnit, SARIF, Markdown and workflow annotations. Owns only how things are written: it
 * takes verdicts as they are, and asks nobody.
 */
package io.throughline.cli.gate.report;
