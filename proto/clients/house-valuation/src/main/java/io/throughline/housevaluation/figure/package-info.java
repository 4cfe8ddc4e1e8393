/**
 * Figures as plotly JSON, to be shown in a browser: residuals of a model, and prices by month. They
 * are drawn from numbers that others computed.
 */
package io.throughline.housevaluation.figure;
