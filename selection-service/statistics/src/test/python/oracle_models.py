"""Cases of comparing models, of many experiments, of time and of drift."""

import random

import mpmath as mp
import numpy as np
from scipy import stats
from scipy.spatial.distance import jensenshannon

from oracle_format import case


def generate(rng, sig):
    models(rng, sig)
    synthesis(rng, sig)
    strata(rng, sig)
    time(rng, sig)
    drift(rng, sig)


def models(rng, sig):
    for _ in range(120):
        j = int(rng.integers(3, 12))
        a = np.round(rng.normal(0.8, 0.02, j), 3)
        b = np.round(a - rng.normal(0.005, 0.01, j), 3)
        test = rng.integers(20, 60, j)
        train = rng.integers(200, 400, j)
        d = a - b
        if d.std() < 1e-9:
            continue
        ratio = test.sum() / train.sum()
        se = np.sqrt((1 / j + ratio) * d.var(ddof=1))
        t = stats.t(j - 1)
        half = t.isf(0.025) * se
        case("nadeauBengio", [a, b, train, test], [d.mean(), se, d.mean() - half, d.mean() + half, np.log(2 * t.sf(abs(d.mean()) / se))])
        rope = sig(rng.uniform(0, 0.02), 2)
        post = stats.t(j - 1, d.mean(), se)
        case("correlatedBayesianT", [a, b, train, test, [rope]], [post.cdf(-rope), post.cdf(rope) - post.cdf(-rope), post.sf(rope)])
    for _ in range(60):
        losses = np.round(rng.gamma(1, 10, int(rng.integers(5, 30))), 1)
        alpha = random.choice([0.8, 0.9, 0.95])
        # Rockafellar and Uryasev: the least of q + E[max(loss - q, 0)]/(1 - alpha) over q, which lies at a loss
        value = min(q + np.maximum(losses - q, 0).mean() / (1 - alpha) for q in losses)
        case("conditionalValueAtRisk", [losses, [alpha]], [value])
    for _ in range(40):
        k, n = int(rng.integers(3, 7)), int(rng.integers(4, 10))
        x = np.array([rng.permutation(k) for _ in range(n)]) + np.arange(k) * 0.001
        r = stats.friedmanchisquare(*x.T)
        f = (n - 1) * r.statistic / (n * (k - 1) - r.statistic)
        case("friedman", [row for row in x], [r.statistic, np.log(r.pvalue), f, np.log(stats.f.sf(f, k - 1, (k - 1) * (n - 1)))])
    for k in (2, 3, 5, 10, 50, 100, 300):
        value = mp.quad(lambda z: k * z * mp.npdf(z) * mp.ncdf(z) ** (k - 1), [-10, -3, 0, 1, 2, 3, 4, 6, 12])
        case("expectedMaximum", [[k]], [value])
    for k in (2, 3, 4, 10, 50, 200):
        q = mp.findroot(lambda q: mp.quad(lambda z: k * mp.npdf(z) * (mp.ncdf(z) - mp.ncdf(z - q)) ** (k - 1), [-9, -3, -1, 0, 1, 2, 3, 4, 6, 9, 14]) - mp.mpf("0.95"),
                        float(stats.studentized_range.isf(0.05, k, np.inf)))
        case("studentizedRange", [[k, 0.05]], [q])
    for _ in range(40):
        # the draws' own quantiles: numpy's type 6, the adjustment as in Efron 1987
        b = 199
        draws = np.round(rng.gamma(4, 1, b) - 3, 3)
        estimate, acceleration = float(np.round(np.median(draws) + 0.05, 3)), sig(rng.uniform(-0.03, 0.05), 3)
        z0 = stats.norm.ppf(((draws < estimate).sum() + (draws == estimate).sum() / 2) / b)
        z = stats.norm.ppf([0.1, 0.9])
        p = stats.norm.cdf(z0 + (z0 + z) / (1 - acceleration * (z0 + z)))
        lo, hi = np.quantile(draws, p, method="weibull")
        plo, phi = np.quantile(draws, [0.1, 0.9], method="weibull")
        case("bootstrapDraws", [draws, [estimate, acceleration, 0.8]], [plo, phi, lo, hi])


def reml(y, v, x):
    """The root of the restricted score, by bisection in 40 digits; the greatest likelihood where it is not unique."""
    k, p = x.shape
    y, v = mp.matrix(list(map(float, y))), [mp.mpf(float(a)) for a in v]
    x = mp.matrix(x.tolist())

    def parts(t):
        w = [1 / (a + t) for a in v]
        a = mp.matrix(p, p)
        c = mp.matrix(p, 1)
        for i in range(k):
            for r in range(p):
                c[r] += w[i] * x[i, r] * y[i]
                for s in range(p):
                    a[r, s] += w[i] * x[i, r] * x[i, s]
        inverse = a ** -1
        beta = inverse * c
        residual = [y[i] - sum(x[i, r] * beta[r] for r in range(p)) for i in range(k)]
        leverage = [w[i] * sum(x[i, r] * inverse[r, s] * x[i, s] for r in range(p) for s in range(p)) for i in range(k)]
        return w, inverse, beta, residual, leverage

    def score(t):
        w, _, _, residual, leverage = parts(t)
        return sum(w[i] ** 2 * residual[i] ** 2 for i in range(k)) - sum(w[i] * (1 - leverage[i]) for i in range(k))

    t = mp.mpf(0)
    if score(t) > 0:
        low, high = mp.mpf(0), mp.mpf(max(v))
        while score(high) > 0:
            high *= 2
        for _ in range(70):
            middle = (low + high) / 2
            low, high = (middle, high) if score(middle) > 0 else (low, middle)
        t = (low + high) / 2
    w, inverse, beta, residual, leverage = parts(t)
    w0, _, _, residual0, leverage0 = parts(mp.mpf(0))
    q = sum(w0[i] * residual0[i] ** 2 for i in range(k))
    typical = (k - p) / sum(w0[i] * (1 - leverage0[i]) for i in range(k))
    scale = sum(w[i] * residual[i] ** 2 for i in range(k)) / (k - p)
    standard_errors = [mp.sqrt(inverse[r, r] * scale) for r in range(p)]
    return t, beta, standard_errors, q, t / (t + typical)


def synthesis(rng, sig):
    from statsmodels.stats.meta_analysis import combine_effects

    for i in range(90):
        k = int(rng.integers(3, 14))
        v = np.array([sig(x, 4) for x in 10 ** rng.uniform(-2, 0.5, k)])
        y = np.array([sig(x, 4) for x in rng.normal(0.3, np.sqrt(v + rng.choice([0, 0.1, 1])))])
        if i % 10 == 9:
            scale = 10.0 ** random.choice([-100, 100])
            y, v = np.array([sig(a * scale, 4) for a in y]), np.array([sig(a * scale * scale, 4) for a in v])
        r = combine_effects(y, v, method_re="dl")
        frame = r.summary_frame()
        if 1e-50 < v.max() < 1e50:
            # statsmodels goes on with a negative variance; a variance is cut off at 0, which leaves the common effect
            row = frame.loc["random effect" if r.tau2 > 0 else "fixed effect"]
            case("dersimonianLaird", [y, v], [row["eff"], row["sd_eff"], row["ci_low"], row["ci_upp"], max(0, r.tau2), r.q])
        t, beta, se, q, i2 = reml(y, v, np.ones((k, 1)))
        half = mp.mpf(float(stats.t.isf(0.025, k - 1))) * se[0]
        prediction = mp.mpf(float(stats.t.isf(0.025, k - 1))) * mp.sqrt(se[0] ** 2 + t)
        case("reml", [y, v], [beta[0], se[0], beta[0] - half, beta[0] + half, t, i2, q, beta[0] - prediction, beta[0] + prediction])
        if i % 3 == 0 and k >= 6:
            x = np.array([sig(a, 3) for a in rng.normal(20, 10, k)])
            t, beta, se, q, _ = reml(y, v, np.column_stack([np.ones(k), x]))
            case("metaRegression", [y, v, x], [beta[0], beta[1], se[0], se[1], t, q])
    case("reml", [[0.3], [0.1]], ["!TOO_FEW_UNITS"])


def strata(rng, sig):
    from statsmodels.stats.contingency_tables import StratifiedTable

    for _ in range(80):
        groups, tables = [], []
        for _ in range(int(rng.integers(2, 7))):
            n1, n2 = int(rng.integers(20, 800)), int(rng.integers(20, 800))
            p = rng.uniform(0.1, 0.7)
            x1, x2 = int(rng.binomial(n1, p)), int(rng.binomial(n2, p + 0.1))
            groups.append([x1, n1, x2, n2])
            tables.append(np.array([[x1, n1 - x1], [x2, n2 - x2]], float))
        r = StratifiedTable(tables)
        lo, hi = r.oddsratio_pooled_confint()
        z = r.logodds_pooled / r.logodds_pooled_se
        # p from the tail: statsmodels' 1 - cdf has no digits left there
        p = [stats.chi2.logsf(r.test_null_odds(correction=c).statistic, 1) for c in (True, False)]
        case("mantelHaenszel", groups, [r.oddsratio_pooled, r.logodds_pooled_se, lo, hi, np.log(2 * stats.norm.sf(abs(z))), *p])
        g = np.array(groups, float)
        p1, p2 = g[:, 0] / g[:, 1], g[:, 2] / g[:, 3]
        variance = p1 * (1 - p1) / g[:, 1] + p2 * (1 - p2) / g[:, 3]
        out = []
        for w in (g[:, 1] + g[:, 3], g[:, 1] * g[:, 3] / (g[:, 1] + g[:, 3])):
            w = w / w.sum()
            out += [w @ (p1 - p2), np.sqrt(w**2 @ variance)]
        case("weightedDifferences", groups, out)
        before, after = g[:, :2], g[:, 2:]
        case("mixRate", groups, mix_rate(before, after))


def mix_rate(before, after):
    """Values by definition; variances by the delta method on all cells of both multinomials, by complex steps."""
    def split(b, a):
        nb, na = b.sum(axis=1), a.sum(axis=1)
        w0, w1, r0, r1 = nb / nb.sum(), na / na.sum(), b[:, 0] / nb, a[:, 0] / na
        mix, rate = ((w1 - w0) * r0).sum(), (w1 * (r1 - r0)).sum()
        return np.array([mix + rate, mix, rate])

    cells = [np.column_stack([t[:, 0], t[:, 1] - t[:, 0]]) for t in (before, after)]
    totals = [c.sum() for c in cells]
    shares = [c / c.sum() for c in cells]
    variance = np.zeros(3)
    for side in (0, 1):
        gradient = np.zeros((3, shares[side].size))
        for i in range(shares[side].size):
            stepped = [s.astype(complex) for s in shares]
            stepped[side].flat[i] += 1e-30j
            gradient[:, i] = split(*stepped).imag / 1e-30
        p = shares[side].ravel()
        covariance = (np.diag(p) - np.outer(p, p)) / totals[side]
        variance += np.einsum("ri,ij,rj->r", gradient, covariance, gradient)
    value = split(*shares)
    return [value[0], value[1], value[2], *np.sqrt(variance)]


def time(rng, sig):
    import statsmodels.api as sm

    for i in range(60):
        days, change = int(rng.integers(6, 12)), int(rng.integers(2, 5))
        treated = np.round(rng.normal(10, 1, (int(rng.integers(2, 5)), days)), 2)
        control = np.round(rng.normal(10, 1, (int(rng.integers(2, 6)), days)), 2)
        treated[:, change:] += 0.5
        treated = np.round(treated, 2)
        t = treated[:, change:].mean(1) - treated[:, :change].mean(1)
        c = control[:, change:].mean(1) - control[:, :change].mean(1)
        r = stats.ttest_ind(t, c, equal_var=False)
        ci = r.confidence_interval(0.95)
        p = stats.permutation_test((t, c), lambda a, b: abs(a.mean() - b.mean()), n_resamples=np.inf, alternative="greater").pvalue
        case("differenceInDifferences", [[len(t), len(c), change], treated.ravel(), control.ravel()],
             [t.mean() - c.mean(), ci.low, ci.high, np.log(r.pvalue), np.log(p)])
    for _ in range(60):
        n = int(rng.integers(8, 40))
        y = rng.normal(0, 1, n)
        y[int(rng.integers(2, n - 2)):] += 2
        y = np.round(y, 2)
        rss = {k: ((y[:k] - y[:k].mean()) ** 2).sum() + ((y[k:] - y[k:].mean()) ** 2).sum() for k in range(2, n - 1)}
        k = min(rss, key=rss.get)
        f = stats.f_oneway(y[:k], y[k:]).statistic
        case("changePoint", [y], [k, y[k:].mean() - y[:k].mean(), f])
    for i in range(60):
        season = random.choice([0, 0, 3])
        n0, n1 = int(rng.integers(9, 30)), int(rng.integers(1, 9))
        y = np.round(rng.normal(50, 2, n0 + n1) + 0.3 * np.arange(n0 + n1), 2)
        day = np.arange(n0 + n1)
        x = np.column_stack([day, np.ones(n0 + n1)] if not season else [day, *[(day % season == s) * 1.0 for s in range(season)]])
        fit = sm.OLS(y[:n0], x[:n0]).fit()
        mean = x[n0:].mean(0)
        se = np.sqrt(fit.scale / n1 + mean @ fit.cov_params() @ mean)
        effect, df = y[n0:].mean() - mean @ fit.params, fit.df_resid
        half = stats.t.isf(0.025, df) * se
        case("interruptedSeries", [y, [n0, season]], [effect, se, effect - half, effect + half, np.log(2 * stats.t.sf(abs(effect) / se, df))])


def drift(rng, sig):
    for _ in range(90):
        k = int(rng.integers(2, 8))
        r, c = rng.integers(0, 50, k), rng.integers(0, 50, k)
        if r.sum() == 0 or c.sum() == 0:
            continue
        both = (r + c) > 0
        if both.sum() >= 2:
            x = stats.chi2_contingency([r[both], c[both]], correction=False)
            case("chiSquare", [r, c], [x.statistic, np.log(x.pvalue)])
        case("jensenShannon", [r, c], [jensenshannon(r / r.sum(), c / c.sum(), base=2)])
        a, b = (r + 0.5) / (r + 0.5).sum(), (c + 0.5) / (c + 0.5).sum()
        case("populationStabilityIndex", [r, c], [stats.entropy(a, b) + stats.entropy(b, a)])
        x, y = np.round(rng.normal(0, 1, int(rng.integers(3, 25))), 1), np.round(rng.normal(0.4, 1.3, int(rng.integers(3, 25))), 1)
        case("wasserstein", [x, y], [stats.wasserstein_distance(x, y), stats.wasserstein_distance(x, y) / max(x.std(), 0.001)])
        # without ties, where the exact distribution is defined
        x, y = np.round(x + rng.uniform(-0.04, 0.04, len(x)), 4), np.round(y + rng.uniform(-0.04, 0.04, len(y)), 4)
        if len(set(x) | set(y)) == len(x) + len(y):
            t = stats.ks_2samp(x, y, method="exact")
            case("kolmogorovSmirnov", [x, y], [t.statistic, np.log(t.pvalue)])
