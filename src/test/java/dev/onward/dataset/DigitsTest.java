package dev.onward.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigitsTest {

    @Test
    void keepsSixSignificantDigits() {
        assertThat(Digits.six(1234567.8)).isEqualTo(1234570);
        assertThat(Digits.six(-0.00012345678)).isEqualTo(-0.000123457);
        assertThat(Digits.six(0)).isZero();
    }

    @Test
    void writesNumbersWithoutExponents() {
        assertThat(Digits.text(100)).isEqualTo("100");
        assertThat(Digits.text(0.01)).isEqualTo("0.01");
        assertThat(Digits.text(0)).isEqualTo("0");
        assertThat(Digits.text(1.0 / 3)).isEqualTo("0.333333");
    }

    @Test
    void findsAPowerOfTenThatStepsWell() {
        assertThat(Digits.tenthPowerOfTen(2.84)).isEqualTo(0.1);
        assertThat(Digits.tenthPowerOfTen(10)).isEqualTo(1);
        assertThat(Digits.tenthPowerOfTen(9.99)).isEqualTo(0.1);
        assertThat(Digits.tenthPowerOfTen(0.00056)).isEqualTo(0.00001);
    }
}
