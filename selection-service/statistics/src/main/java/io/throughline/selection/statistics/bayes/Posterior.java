package io.throughline.selection.statistics.bayes;

import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Method;

/**
 * What is believed of an effect treatment - control after the data.
 *
 * @param mean its posterior mean
 * @param standardDeviation its posterior standard deviation
 * @param interval its central credible interval
 * @param chanceBetter P(effect &gt; 0)
 * @param lossOfTreatment E[max(-effect, 0)]: what choosing the treatment is expected to lose
 * @param lossOfControl E[max(effect, 0)]: what staying with the control is expected to lose
 * @param method how it was computed
 * @param n units in both arms
 */
public record Posterior(
    double mean,
    double standardDeviation,
    Interval interval,
    double chanceBetter,
    double lossOfTreatment,
    double lossOfControl,
    Method method,
    long n) {}
