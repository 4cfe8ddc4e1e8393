"""Generates random cases for every statistic of this module, with the answers of independent implementations.

    python3 -m venv .venv && .venv/bin/pip install -r requirements.txt
    .venv/bin/python oracle.py ../resources/oracle/cases.tsv.gz

Each line of the file is: function, inputs, answers, separated by tabs. Inputs are groups of numbers, groups separated by
';' and numbers by ','. Answers are numbers, or '!REASON' where nothing can be said. The answers come from scipy,
statsmodels and gbstats, from mpmath where doubles do not reach, and from plain numpy where no package has the method.
Where an answer deviates on purpose from what a package says, the code says why.
"""

import gzip
import random
import sys
import warnings

import mpmath as mp
import numpy as np
from scipy import stats
from scipy.optimize import brentq

import oracle_models
from oracle_format import case, cases, num

warnings.filterwarnings("ignore")
mp.mp.dps = 40
rng = np.random.default_rng(20261125)
random.seed(20261125)

EXTREME = [1e-300, 1e-200, 1e-30, 1e-3, 1.0, 1e3, 1e30, 1e200, 1e300]


def sig(x, digits=6):
    """Rounds to few digits, so that the file stays small."""
    return float(f"{x:.{digits}g}")


def log_tail_t(t, df):
    """log of the upper tail of Student's t for t >= 0, also where it underflows, in 40 digits."""
    t, df = mp.mpf(t), mp.mpf(df)
    if df < 2000:
        return mp.log(mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2)
    # the density from t on, relative to the density at t
    ratio = lambda u: mp.exp(-(df + 1) / 2 * mp.log1p((2 * t * u + u * u) / (df + t * t)))
    length = min(mp.mpf(1), (df + t * t) / (t * (df + 1)) if t > 0 else 1)
    integral = mp.quad(ratio, [length * x for x in (0, 1, 3, 8, 20, 50, 120)])
    log_density = (mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(df * mp.pi) / 2
                   - (df + 1) / 2 * mp.log1p(t * t / df))
    return log_density + mp.log(integral)


def log_two_sided_t(t, df):
    return float(mp.log(2) + log_tail_t(abs(t), df))


def log_two_sided_z(z):
    return float(mp.log(mp.erfc(abs(mp.mpf(z)) / mp.sqrt(2))))


def log_p(p):
    return float(np.log(p))


def moments():
    n = int(10 ** rng.uniform(0.4, 5))
    mean = sig(rng.normal() * 10 ** rng.uniform(-2, 3))
    sd = sig(abs(mean) * 10 ** rng.uniform(-2, 1) + 1e-6)
    return max(n, 2), mean, sig(sd * sd)


def welch():
    for _ in range(320):
        (n1, m1, v1), (n2, m2, v2) = moments(), moments()
        if rng.random() < 0.7:
            m1, v1 = sig(m2 + rng.normal() * 4 * np.sqrt(v2 / n1 + v2 / n2)), sig(v2 * 10 ** rng.uniform(-1, 1))
        r = stats.ttest_ind_from_stats(m1, np.sqrt(v1), n1, m2, np.sqrt(v2), n2, equal_var=False)
        level = random.choice([0.8, 0.9, 0.95, 0.99, 0.999])
        se = np.sqrt(v1 / n1 + v2 / n2)
        df = (v1 / n1 + v2 / n2) ** 2 / ((v1 / n1) ** 2 / (n1 - 1) + (v2 / n2) ** 2 / (n2 - 1))
        half = stats.t.isf((1 - level) / 2, df) * se
        d = m1 - m2
        lp = log_p(r.pvalue) if r.pvalue > 1e-280 else log_two_sided_t(d / se, df)
        case("welch", [[n1, m1, v1], [n2, m2, v2], [level]], [d, se, d - half, d + half, lp])
    for v1 in EXTREME:
        for v2 in EXTREME:
            n1, n2 = random.choice([(10**12, 10**12), (50, 10**12), (7, 4)])
            a, b = mp.mpf(v1) / n1, mp.mpf(v2) / n2
            se = mp.sqrt(a + b)
            df = (a + b) ** 2 / (a * a / (n1 - 1) + b * b / (n2 - 1))
            m1 = sig(float(se) * rng.uniform(-60, 60))
            t = polish(stats.t.isf(0.025, float(df)), 0.025, df)
            half = float(t * se)
            case("welch", [[n1, m1, v1], [n2, 0, v2], [0.95]],
                 [m1, float(se), m1 - half, m1 + half, log_two_sided_t(mp.mpf(m1) / se, df)])
    case("welch", [[1, 3, 0], [10, 3, 1], [0.95]], ["!TOO_FEW_UNITS"])
    case("welch", [[0, 0, 0], [10, 3, 1], [0.95]], ["!EMPTY"])
    case("welch", [[10, 3, 0], [10, 4, 0], [0.95]], ["!ZERO_VARIANCE"])


def sums():
    """Variances from exact sums that doubles would cancel: offset up to 10^9 standard deviations."""
    for _ in range(150):
        n = int(rng.integers(2, 12))
        offset = float(10 ** int(rng.integers(0, 10)))
        y = np.round(rng.normal(size=n), 3)
        exact = [mp.mpf(str(x)) + mp.mpf(offset) for x in y]
        mean = sum(exact) / n
        variance = sum((x - mean) ** 2 for x in exact) / (n - 1)
        case("sums", [[float(x) for x in y], [offset]], [float(mean), float(variance)])


def gbstats_cases():
    from gbstats.frequentist.tests import (FrequentistConfig, SequentialConfig, SequentialTwoSidedTTest,
                                           TwoSidedTTest)
    from gbstats.bayesian.tests import EffectBayesianABTest, EffectBayesianConfig, GaussianPrior
    from gbstats.models.statistics import (ProportionStatistic, QuantileStatistic, RatioStatistic,
                                           RegressionAdjustedStatistic, SampleMeanStatistic)

    def answer(test):
        ci = test.confidence_interval
        # gbstats' own p is 2 (1 - cdf), which has no digits left in the tail
        lp = log_p(2 * stats.t.sf(abs(test.critical_value), test.dof))
        if lp < -600:
            lp = log_two_sided_t(test.critical_value, test.dof)
        return [test.point_estimate, float(np.sqrt(test.variance)), ci[0], ci[1], lp]

    def sample(n, scale=1.0):
        x = np.round(rng.gamma(2, scale, n), 3)
        return [n, sig(x.sum(), 12), sig((x * x).sum(), 12)]

    for _ in range(200):
        a, b = sample(int(rng.integers(5, 400))), sample(int(rng.integers(5, 400)), rng.uniform(0.7, 1.5))
        sa, sb = SampleMeanStatistic(n=a[0], sum=a[1], sum_squares=a[2]), SampleMeanStatistic(n=b[0], sum=b[1], sum_squares=b[2])
        alpha = random.choice([0.2, 0.1, 0.05, 0.01])
        lift = TwoSidedTTest(sa, sb, FrequentistConfig(alpha=alpha, difference_type="relative"))
        case("lift", [b, a, [1 - alpha]], answer(lift))
        planned = random.choice([500, 5000, 50000])
        sequential = SequentialTwoSidedTTest(sa, sb, SequentialConfig(alpha=alpha, difference_type="absolute", sequential_tuning_parameter=planned))
        ci = sequential.confidence_interval
        big_n, st2 = a[0] + b[0], sequential.point_estimate ** 2 * (a[0] + b[0]) / sequential.variance
        root = mp.mpf(big_n) * mp.mpf(sequential.rho) ** 2 + 1
        lp = min(0.0, float(mp.log(root) / 2 - mp.mpf(sequential.rho) ** 2 * mp.mpf(st2) / (2 * root)))
        case("sequential", [b, a, [1 - alpha, planned]], [sequential.point_estimate, ci[0], ci[1], lp])
    for _ in range(150):
        arms, stats_ = [], []
        for _ in range(2):
            n = int(rng.integers(5, 300))
            x = rng.poisson(4, n) + 1.0
            y = np.round(x * rng.uniform(1, 3) + rng.normal(size=n), 2)
            s = [n, sig(y.sum(), 12), x.sum(), sig((y * y).sum(), 12), (x * x).sum(), sig((x * y).sum(), 12)]
            arms.append(s)
            stats_.append(RatioStatistic(n=n, m_statistic=SampleMeanStatistic(n=n, sum=s[1], sum_squares=s[3]),
                                         d_statistic=SampleMeanStatistic(n=n, sum=s[2], sum_squares=s[4]), m_d_sum_of_products=s[5]))
        test = TwoSidedTTest(stats_[0], stats_[1], FrequentistConfig(alpha=0.05, difference_type="absolute"))
        case("ratio", [arms[1], arms[0], [0.95]], answer(test))
        test = TwoSidedTTest(stats_[0], stats_[1], FrequentistConfig(alpha=0.05, difference_type="relative"))
        case("ratioLift", [arms[1], arms[0], [0.95]], answer(test))
    for _ in range(150):
        arms, raw = [], []
        for _ in range(2):
            n = int(rng.integers(30, 200))
            x = np.round(rng.normal(10, 3, n), 2)
            y = np.round(x * rng.uniform(0, 2) + rng.normal(0, 2, n), 2)
            raw.append((y, x))
            arms.append([n, sig(y.sum(), 12), sig(x.sum(), 12), sig((y * y).sum(), 12), sig((x * x).sum(), 12), sig((x * y).sum(), 12)])
        # theta is of both arms' units together
        y, x = np.concatenate([raw[0][0], raw[1][0]]), np.concatenate([raw[0][1], raw[1][1]])
        theta = np.cov(y, x)[0, 1] / np.var(x, ddof=1)
        adjusted = [RegressionAdjustedStatistic(n=s[0], post_statistic=SampleMeanStatistic(n=s[0], sum=s[1], sum_squares=s[3]),
                                                pre_statistic=SampleMeanStatistic(n=s[0], sum=s[2], sum_squares=s[4]),
                                                post_pre_sum_of_products=s[5], theta=theta) for s in arms]
        test = TwoSidedTTest(adjusted[0], adjusted[1], FrequentistConfig(alpha=0.1, difference_type="absolute"))
        case("cuped", [arms[1], arms[0], [0.9]], answer(test))
        test = TwoSidedTTest(adjusted[0], adjusted[1], FrequentistConfig(alpha=0.1, difference_type="relative"))
        case("cupedLift", [arms[1], arms[0], [0.9]], answer(test))
    for _ in range(100):
        sides, arms = [], []
        for _ in range(2):
            n, q = int(rng.integers(500, 100000)), sig(rng.uniform(1, 100))
            lo, hi = sig(q * (1 - rng.uniform(0.005, 0.02))), sig(q * (1 + rng.uniform(0.005, 0.02)))
            nu = 0.9
            sides.append([q, lo, hi, n])
            arms.append(QuantileStatistic(n=n, n_star=n, nu=nu, quantile_hat=q, quantile_lower=lo, quantile_upper=hi))
        # gbstats floors this variance at 1e-5, which these cases never reach; its Bayesian interval is the normal one
        test = EffectBayesianABTest(arms[0], arms[1], EffectBayesianConfig(difference_type="absolute", alpha=0.05)).compute_result()
        case("quantileDifference", [sides[1], sides[0], [0.9, 0.95]], [test.expected, test.ci[0], test.ci[1]])
    for _ in range(120):
        a, b = sample(int(rng.integers(20, 400))), sample(int(rng.integers(20, 400)), rng.uniform(0.7, 1.5))
        sa, sb = SampleMeanStatistic(n=a[0], sum=a[1], sum_squares=a[2]), SampleMeanStatistic(n=b[0], sum=b[1], sum_squares=b[2])
        mean, variance = sig(rng.normal() * 0.1), sig(10 ** rng.uniform(-3, 0))
        proper = rng.random() < 0.6
        test = EffectBayesianABTest(sa, sb, EffectBayesianConfig(
            difference_type="absolute", prior_type="absolute", prior_effect=GaussianPrior(mean=mean, variance=variance, proper=proper)))
        r = test.compute_result()
        mu, sd = mp.mpf(test.mean_diff), mp.mpf(test.std_diff)
        # losses by mpmath: the package's truncated means lose digits where the chance is small
        loss = lambda m: float(sd * (mp.npdf(m / sd) - m / sd * mp.ncdf(-m / sd)))
        case("gaussianBayes", [b, a, [mean, variance if proper else 0]],
             [r.expected, r.ci[0], r.ci[1], r.chance_to_win, loss(mu), loss(-mu)])


def proportions():
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

    for i in range(330):
        n1, n2 = int(10 ** rng.uniform(0.5, 5)), int(10 ** rng.uniform(0.5, 5))
        p = rng.uniform(0.01, 0.99)
        x1, x2 = int(rng.binomial(n1, p)), int(rng.binomial(n2, np.clip(p + rng.normal() * 0.1, 0, 1)))
        level = random.choice([0.9, 0.95, 0.99])
        if 0 < x1 + x2 < n1 + n2:
            z, _ = proportions_ztest([x1, x2], [n1, n2])
            case("pooledZ", [[x1, n1], [x2, n2]], [z, log_two_sided_z(z)])
        lo, hi = confint_proportions_2indep(x1, n1, x2, n2, method="newcomb", compare="diff", alpha=1 - level)
        d = x1 / n1 - x2 / n2
        if d == 0:
            lp = 0.0
        else:
            # the z at which statsmodels' interval touches 0
            f = lambda z: (lambda c: c[0] if d > 0 else -c[1])(newcombe(x1, n1, x2, n2, z))
            high = 1.0
            while f(high) > 0:
                high *= 2
            lp = log_two_sided_z(brentq(f, 0, high, xtol=1e-15, rtol=1e-15))
        case("newcombe", [[x1, n1], [x2, n2], [level]], [d, lo, hi, lp])
        se = np.sqrt(x1 / n1 * (1 - x1 / n1) / n1 + x2 / n2 * (1 - x2 / n2) / n2)
        if se > 0:
            lo, hi = confint_proportions_2indep(x1, n1, x2, n2, method="wald", compare="diff", alpha=1 - level)
            case("wald", [[x1, n1], [x2, n2], [level]], [d, se, lo, hi, log_two_sided_z(d / se)])
        else:
            case("wald", [[x1, n1], [x2, n2], [level]], ["!ZERO_VARIANCE"])
        if i % 3 == 0:
            lo, hi = proportion_confint(x1, n1, alpha=1 - level, method="beta")
            case("clopperPearson", [[x1, n1], [level]], [x1 / n1, 0 if x1 == 0 else lo, 1 if x1 == n1 else hi])
    case("pooledZ", [[0, 10], [0, 20]], ["!ZERO_VARIANCE"])
    case("newcombe", [[0, 0], [5, 20], [0.95]], ["!EMPTY"])
    for _ in range(220):
        n1, n2 = int(rng.integers(3, 60)), int(rng.integers(3, 60))
        x1, x2 = int(rng.binomial(n1, rng.uniform(0.02, 0.6))), int(rng.binomial(n2, rng.uniform(0.02, 0.6)))
        table = [[x1, x2], [n1 - x1, n2 - x2]]
        if not 0 < x1 + x2 < n1 + n2:
            case("fisher", [[x1, n1], [x2, n2]], ["!ZERO_VARIANCE"])
            continue
        p = [stats.fisher_exact(table, alternative=a)[1] for a in ("two-sided", "greater", "less")]
        case("fisher", [[x1, n1], [x2, n2]], [log_p(min(1, x)) for x in p])
        least, most = max(0, x1 + x2 - n2), min(n1, x1 + x2)
        if least < x1 < most:
            r = stats.contingency.odds_ratio(table, kind="conditional")
            ci = r.confidence_interval(0.95)
            central = min(1.0, 2 * min(p[1], p[2]))
            case("oddsRatio", [[x1, n1], [x2, n2], [0.95]], [r.statistic, ci.low, ci.high, log_p(central)])


def wilson(x, n, z):
    p = x / n
    centre, half = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


def newcombe(x1, n1, x2, n2, z):
    (l1, u1), (l2, u2) = wilson(x1, n1, z), wilson(x2, n2, z)
    p1, p2 = x1 / n1, x2 / n2
    return p1 - p2 - np.hypot(p1 - l1, u2 - p2), p1 - p2 + np.hypot(u1 - p1, p2 - l2)


def quantiles():
    for _ in range(100):
        n = int(rng.integers(25, 80))
        y = np.round(rng.normal(0, 10, n), 1)
        p = random.choice([0.25, 0.5, 0.75])
        r = stats.quantile_test(y, q=0, p=p)
        ci = r.confidence_interval(0.9)
        case("quantile", [list(y), [p, 0.9]], [float(np.quantile(y, p)), ci.low, ci.high])


def health():
    from statsmodels.stats.power import NormalIndPower

    for i in range(200):
        k = int(rng.integers(2, 6))
        weights = [sig(x, 3) for x in rng.uniform(0.1, 1, k)]
        shares = np.array(weights) / sum(weights)
        n = int(10 ** rng.uniform(2, 8))
        tilt = shares * np.exp(rng.normal(0, 10 ** rng.uniform(-5, -1.5), k))
        observed = [int(x) for x in rng.multinomial(n, tilt / tilt.sum())]
        total = sum(observed)
        if min(shares) * total < 8:
            case("sampleRatio", [observed, weights], ["!TOO_EARLY"])
            continue
        r = stats.chisquare(observed, shares * total)
        lp = log_p(r.pvalue) if r.pvalue > 1e-280 else float(mp.log(mp.gammainc(mp.mpf(k - 1) / 2, mp.mpf(r.statistic) / 2, mp.inf, regularized=True)))
        case("sampleRatio", [observed, weights], [r.statistic, lp])
        if i % 2 == 0:
            case("sequentialSampleRatio", [observed, weights], [log_bayes_factor(observed, weights)])
    for n in (10**9, 10**12):
        for shift in (0, 10**4, 10**6, 10**8):
            o = [n // 2 + shift, n // 2 - shift]
            x = 4 * mp.mpf(shift) ** 2 / n
            case("sampleRatio", [o, [1, 1]], [float(x), float(mp.log(mp.erfc(mp.sqrt(x / 2))))])
            case("sequentialSampleRatio", [o, [1, 1]], [log_bayes_factor(o, [1, 1])])
    for _ in range(100):
        alpha, power = random.choice([0.01, 0.05, 0.1]), random.choice([0.7, 0.8, 0.9, 0.95])
        sides, effect = random.choice([1, 2]), sig(10 ** rng.uniform(-2, 0))
        # one-sided at alpha / sides: rejections on the wrong side find nothing
        # statsmodels' own root is good to eight digits
        n = brentq(lambda n: NormalIndPower().power(effect, n, alpha / sides, alternative="larger") - power, 1, 1e7, xtol=1e-12, rtol=1e-14)
        case("power", [[alpha, sides, power], [effect]], [n])
        m = int(rng.integers(3, 200))
        df, shift = 2 * m - 2, effect * np.sqrt(m / 2)
        exact = noncentral_survival(stats.t.isf(alpha / sides, df), df, shift)
        case("powerT", [[alpha, sides, power], [m, effect]], [exact])


def noncentral_survival(t, df, shift):
    """scipy's nct is good to eight digits only; this is the definition, by mpmath."""
    mp.mp.dps = 25
    t, df, shift = mp.mpf(t), mp.mpf(df), mp.mpf(shift)
    log_c = (1 - df / 2) * mp.log(2) - mp.loggamma(df / 2)
    density = lambda s: mp.exp(log_c + (df - 1) * mp.log(s) - s * s / 2)
    centre, width = mp.sqrt(df), mp.mpf(9)
    points = [max(mp.mpf("1e-12"), centre - width), max(mp.mpf("1e-11"), centre - 3), centre, centre + 3, centre + width]
    value = mp.quad(lambda s: density(s) * mp.ncdf(shift - t * s / mp.sqrt(df)), points)
    mp.mp.dps = 40
    return float(value)


def log_bayes_factor(observed, weights, concentration=10000):
    total = sum(mp.mpf(w) for w in weights)
    n, value = sum(observed), mp.mpf(0)
    for o, w in zip(observed, weights):
        share = mp.mpf(w) / total
        a = concentration * share
        value += mp.loggamma(a + o) - mp.loggamma(a) - o * mp.log(share)
    return float(value - mp.loggamma(concentration + n) + mp.loggamma(concentration))


def multiplicity():
    from statsmodels.stats.multitest import multipletests

    for _ in range(150):
        m = int(rng.integers(1, 15))
        p = [sig(x, 4) for x in 10 ** rng.uniform(-12, 0, m)]
        if rng.random() < 0.3 and m > 2:
            p[0] = p[1]
        case("holm", [p], list(np.log(multipletests(p, method="holm")[1])))
        case("benjaminiHochberg", [p], list(np.log(multipletests(p, method="fdr_bh")[1])))


def tails():
    for _ in range(150):
        df = sig(10 ** rng.uniform(-0.3, 12))
        t = sig(10 ** rng.uniform(-2, 2.5))
        case("logT", [[t, df]], [log_two_sided_t(t, df)])
        p = sig(10 ** rng.uniform(-8, -0.31))
        q = stats.t.isf(p, df)
        q = polish(q, p, df)
        case("quantileT", [[p, df]], [q])
    for _ in range(60):
        x, df = sig(10 ** rng.uniform(-1, 5)), int(rng.integers(1, 40))
        upper = mp.gammainc(mp.mpf(df) / 2, mp.mpf(x) / 2, mp.inf, regularized=True)
        lp = mp.log(upper) if upper < 0.5 else mp.log1p(-mp.gammainc(mp.mpf(df) / 2, 0, mp.mpf(x) / 2, regularized=True))
        case("logChiSquare", [[x, df]], [float(lp)])


def polish(q, p, df):
    """One Newton step in 40 digits on scipy's quantile."""
    q, df = mp.mpf(float(q)), mp.mpf(df)
    tail = mp.exp(log_tail_t(q, df))
    density = mp.exp(mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2)) / mp.sqrt(df * mp.pi) * (1 + q * q / df) ** (-(df + 1) / 2)
    return float(q + (tail - mp.mpf(p)) / density)


def beta_binomial():
    for _ in range(40):
        n1, n2 = int(rng.integers(0, 300)), int(rng.integers(0, 300))
        x1, x2 = int(rng.binomial(n1, 0.2)), int(rng.binomial(n2, 0.22))
        a1, b1, a2, b2 = x1 + 1, n1 - x1 + 1, x2 + 1, n2 - x2 + 1
        # P(T > C) as a finite sum (Miller 2014); losses with shifted parameters, in 40 digits
        chance = miller(a1, b1, a2, b2)
        mt, mc = mp.mpf(a1) / (a1 + b1), mp.mpf(a2) / (a2 + b2)
        loss_t = mc * (1 - miller(a1, b1, a2 + 1, b2)) - mt * (1 - miller(a1 + 1, b1, a2, b2))
        loss_c = mt * miller(a1 + 1, b1, a2, b2) - mc * miller(a1, b1, a2 + 1, b2)
        case("betaBinomial", [[x1, n1], [x2, n2]], [float(mt - mc), float(chance), float(loss_t), float(loss_c)])


def miller(at, bt, ac, bc):
    """P(T > C) for whole parameters: sum over i < at of B(ac + i, bt + bc) / ((bt + i) B(1 + i, bt) B(ac, bc))."""
    return mp.fsum(
        mp.exp(mp.loggamma(ac + i) + mp.loggamma(bt + bc) - mp.loggamma(ac + i + bt + bc)
               - mp.log(bt + i) - mp.loggamma(1 + i) - mp.loggamma(bt) + mp.loggamma(1 + i + bt)
               - mp.loggamma(ac) - mp.loggamma(bc) + mp.loggamma(ac + bc))
        for i in range(at))


if __name__ == "__main__":
    for generate in (welch, sums, gbstats_cases, proportions, quantiles, health, multiplicity, tails, beta_binomial):
        generate()
    oracle_models.generate(rng, sig)
    with gzip.GzipFile(sys.argv[1], "wb", mtime=0) as file:
        file.write(("\n".join(cases) + "\n").encode())
    print(len(cases), "cases")
