package io.throughline.selection.policy.text;

/**
 * Something wrong in a policy's text.
 *
 * @param field where ({@code checks[2].margin}); empty for the text as a whole
 * @param description what is wrong and how to mend it
 * @param line the line, from 1; 0 where not known
 */
public record Fault(String field, String description, int line) {}
