"""Writes the reference values of SimdMathTests: python3 generate.py [points per range, 60] [directory, .]

Each line is x,value,rest: f(x) = value + rest to about 32 digits, computed with 60 digits and more. Only the standard
library is used.
"""
import math
import random
import sys
from decimal import Decimal, getcontext, localcontext

getcontext().prec = 80
LN2 = Decimal(2).ln()
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798")


def expm1(x):
    if abs(x) > Decimal("0.1"):
        return x.exp() - 1
    total, term, n = Decimal(0), Decimal(1), 0
    while n < 80 and (n == 0 or term != 0):
        n += 1
        term = term * x / n
        total += term
    return total


def log1p(x):
    if abs(x) > Decimal("0.1"):
        return (1 + x).ln()
    s = x / (2 + x)  # ln(1+x) = 2 artanh s
    total, power, n = Decimal(0), s, 1
    while n < 160:
        total += power / n
        power *= s * s
        n += 2
    return 2 * total


def tanh(x):
    e = expm1(2 * abs(x))
    return (e / (e + 2)).copy_sign(x)


def erf(x):
    # 2/sqrt(pi) · exp(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!!, a series of positive terms
    total, term, n = Decimal(0), abs(x), 0
    while n < 400 and (n < 4 or term > total * Decimal(10) ** -75):
        total += term
        n += 1
        term = term * 2 * x * x / (2 * n + 1)
    return (2 / PI.sqrt() * (-x * x).exp() * total).copy_sign(x)


def arctan_of_inverse(n):
    total, power, k = Decimal(0), Decimal(1) / n, 1
    while abs(power) > Decimal(10) ** -440:
        total += power / k
        power /= -n * n
        k += 2
    return total


with localcontext() as long:
    long.prec = 450  # digits enough for the remainder of the largest double
    LONG_PI = 16 * arctan_of_inverse(5) - 4 * arctan_of_inverse(239)


def turned(x, quarters):
    """cos(x - quarters π/2)."""
    with localcontext() as context:
        context.prec = 450
        r = (abs(x) if quarters == 0 else x) - quarters * LONG_PI / 2
        r = abs(r - (r / (2 * LONG_PI)).to_integral_value() * 2 * LONG_PI)
        sign = 1
        if r > LONG_PI / 2:
            r, sign = LONG_PI - r, -1
        # the sine of what is missing to a quarter of a turn, where that is small
        start = r if r < LONG_PI / 4 else LONG_PI / 2 - r
        context.prec = 80
        total, term, n = Decimal(0), Decimal(1) if r < LONG_PI / 4 else +start, 0 if r < LONG_PI / 4 else 1
        while n < 120:
            total += term
            term *= -start * start / ((n + 1) * (n + 2))
            n += 2
        return sign * total


def uniform(low, high):
    return lambda count: [random.uniform(low, high) for _ in range(count)]


def magnitudes(low, high, signs=(1, -1)):
    """Numbers of every size between 2^low and 2^high."""
    return lambda count: [
        random.choice(signs) * math.ldexp(random.uniform(1, 2), random.randint(low, high - 1)) for _ in range(count)]


def near_halves_of_ln2(low, high):
    """Where the argument reduction of exp changes its exponent."""
    return lambda count: [
        float((random.randint(low, high) + Decimal("0.5")) * LN2) * (1 + random.randint(-4, 4) * 2.0 ** -52)
        for _ in range(count)]


def near_quarter_turns(bits):
    return lambda count: [
        float(random.randint(1, 2 ** random.randint(1, bits)) * LONG_PI / 2) * (1 + random.randint(-1, 1) * 2.0 ** -52)
        for _ in range(count)]


def near(value):
    return lambda count: [value * (1 + random.choice((1, -1)) * 2.0 ** -random.uniform(2, 52)) for _ in range(count)]


FUNCTIONS = {
    "Exp": (lambda x: x.exp(), [uniform(-708, 709.7), uniform(-1, 1), uniform(-745.1, -708), near_halves_of_ln2(-1020, 1020),
                               magnitudes(-70, 0)]),
    "ExpM1": (expm1, [uniform(-40, 709.7), uniform(-1, 1), near_halves_of_ln2(-3, 3), magnitudes(-1070, -60),
                      magnitudes(-60, 0)]),
    "Log": (lambda x: x.ln(), [magnitudes(-1022, 1023, (1,)), magnitudes(-1074, -1022, (1,)), near(1.0),
                              uniform(0.5, 2), near(math.sqrt(0.5))]),
    "Log1P": (log1p, [magnitudes(-60, 0), magnitudes(-1070, -60), magnitudes(0, 1023, (1,)), uniform(-1, 1),
                      near(math.sqrt(2) - 1), near(math.sqrt(0.5) - 1)]),
    "Tanh": (tanh, [uniform(-20, 20), uniform(-1, 1), near(float(LN2) / 4), magnitudes(-1070, -60), magnitudes(-60, 0)]),
    "Sigmoid": (lambda x: 1 / (1 + (-x).exp()), [uniform(-745, 40), uniform(-3, 3), uniform(-40, 40), magnitudes(-60, 0)]),
    "Softplus": (lambda x: log1p(x.exp()), [uniform(-745, 40), uniform(-3, 3), uniform(-40, 40), magnitudes(-60, 6)]),
    "Sin": (lambda x: turned(x, 1), [uniform(-10, 10), uniform(-1, 1), uniform(-1e6, 1e6), magnitudes(-1070, -60), magnitudes(-60, 1023),
                                     near_quarter_turns(20), near_quarter_turns(1000)]),
    "Cos": (lambda x: turned(x, 0), [uniform(-10, 10), uniform(-1, 1), uniform(-1e6, 1e6), magnitudes(-60, 1023),
                                     near_quarter_turns(20), near_quarter_turns(1000)]),
    "Erf": (erf, [uniform(-6, 6), uniform(-1, 1), near(1.0), magnitudes(-1070, -60), magnitudes(-60, 2)]),
}


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    directory = sys.argv[2] if len(sys.argv) > 2 else "."
    for name, (function, ranges) in FUNCTIONS.items():
        random.seed(name)
        points = sorted({x for points in ranges for x in points(count) if x != 0})
        with open(f"{directory}/{name}.csv", "w", newline="\n") as file:
            for x in points:
                exact = function(Decimal(x))
                value = float(exact)
                if math.isinf(value):
                    continue
                file.write(f"{x:.17g},{value:.17g},{float(exact - Decimal(value)):.17g}\n")


if __name__ == "__main__":
    main()
