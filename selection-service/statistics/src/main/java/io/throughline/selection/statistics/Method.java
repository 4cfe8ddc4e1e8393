package io.throughline.selection.statistics;

/** How a result was computed. The package's README says which method to use when, and why. */
public enum Method {
  /** Paired mean difference, bootstrap over units, percentile interval. */
  PAIRED_BOOTSTRAP_PERCENTILE,
  /** Paired mean difference, bootstrap over units, bias-corrected and accelerated interval. */
  PAIRED_BOOTSTRAP_BCA,
  /** Any statistic, bootstrap over units, percentile interval. */
  BOOTSTRAP_PERCENTILE,
  /** Any statistic, bootstrap over units, bias-corrected and accelerated interval. */
  BOOTSTRAP_BCA,
  /** Corrected resampled t over folds. */
  NADEAU_BENGIO,
  /** Difference of means, unequal variances. */
  WELCH_T,
  /** Difference relative to the control, delta method. */
  RELATIVE_LIFT,
  /** Ratio of per-unit totals, delta method. */
  RATIO,
  /** Difference of means, adjusted by a pre-exposure covariate. */
  CUPED,
  /** Difference of proportions, pooled standard error: a test only. */
  TWO_PROPORTIONS_POOLED_Z,
  /** Difference of proportions, unpooled standard error. */
  TWO_PROPORTIONS_WALD,
  /** Difference of proportions, hybrid score interval. */
  NEWCOMBE,
  /** Exact conditional odds ratio of two proportions. */
  FISHER_EXACT,
  /** Exact unconditional test of two proportions. */
  BOSCHLOO,
  /** One proportion, exact interval. */
  CLOPPER_PEARSON,
  /** Quantile, interval from order statistics. */
  QUANTILE_ORDER_STATISTICS,
  /** Difference of quantiles. */
  QUANTILE_DIFFERENCE,
  /** Always-valid interval from an asymptotic confidence sequence. */
  ASYMPTOTIC_CONFIDENCE_SEQUENCE,
  /** Chi-square test of the allocation. */
  SAMPLE_RATIO_CHI_SQUARE,
  /** Always-valid multinomial test of the allocation. */
  SAMPLE_RATIO_SEQUENTIAL,
  /** Posterior of a normal effect. */
  GAUSSIAN_BAYES,
  /** Posterior of two binomial shares. */
  BETA_BINOMIAL,
  /** Friedman's rank test. */
  FRIEDMAN,
  /** Friedman's test with the F correction. */
  IMAN_DAVENPORT,
  /** Joint intervals of differences to the best, bootstrap max-t. */
  BOOTSTRAP_MAX_T,
  /** Shrinkage towards the common mean. */
  EMPIRICAL_BAYES,
  /** Random effects, between-experiment variance by restricted maximum likelihood. */
  RANDOM_EFFECTS_REML,
  /** Random effects, between-experiment variance by moments. */
  RANDOM_EFFECTS_DL,
  /** One common effect, inverse variance weights. */
  COMMON_EFFECT,
  /** Common odds ratio across strata. */
  MANTEL_HAENSZEL_ODDS_RATIO,
  /** Common risk difference across strata. */
  MANTEL_HAENSZEL_RISK_DIFFERENCE,
  /** Test of association across strata. */
  COCHRAN_MANTEL_HAENSZEL,
  /** Difference of proportions or means, weighted by stratum size. */
  SIZE_WEIGHTED_DIFFERENCE,
  /** Share of a change due to mix, and due to rate. */
  MIX_RATE,
  /** Difference in differences of four means. */
  DIFFERENCE_IN_DIFFERENCES,
  /** Difference in differences over cohorts, each cohort one observation. */
  DIFFERENCE_IN_DIFFERENCES_BY_COHORT,
  /** Difference in differences, treatment permuted over cohorts. */
  PERMUTATION,
  /** Single break in the mean, least squares. */
  CHANGE_POINT,
  /** Mean deviation from the forecast of the series before. */
  INTERRUPTED_SERIES,
  /** Population stability index. */
  POPULATION_STABILITY_INDEX,
  /** Jensen-Shannon distance. */
  JENSEN_SHANNON,
  /** First Wasserstein distance. */
  WASSERSTEIN,
  /** Kolmogorov-Smirnov, exact distribution. */
  KOLMOGOROV_SMIRNOV_EXACT,
  /** Kolmogorov-Smirnov, asymptotic distribution. */
  KOLMOGOROV_SMIRNOV_ASYMPTOTIC,
  /** Chi-square test of homogeneity. */
  CHI_SQUARE,
  /** Test of power: Student's t with its noncentral distribution. */
  NONCENTRAL_T,
  /** Normal approximation. */
  NORMAL_APPROXIMATION
}
