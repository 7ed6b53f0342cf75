package dev.onward.details;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.model.card.Basis;
import dev.onward.model.card.Calibration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservedShareTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "0.00222249, 0.002222", "0.25, 0.25", "0.8984444, 0.8984", "0.9999983321, 0.999998332", "1, 1"})
    void roundsTheEnds(double edge, double rounded) {
        ObservedShare share = ObservedShare.of(new Calibration.Bin(edge, edge, 3, 0.5, 0.5), Basis.UNKNOWN);

        assertThat(share.from()).isEqualTo(rounded);
        assertThat(share.to()).isEqualTo(rounded);
    }
}
