package dev.onward.train.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.train.data.DesignColumns;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolynomialFeaturesTest {

    @Test
    void multipliesEveryTwoNumbers() {
        PolynomialFeatures polynomial = new PolynomialFeatures(2, new DesignColumns(0, 0, 0));

        assertThat(polynomial.apply(new double[] {2, 3, 5})).containsExactly(2, 3, 5, 4, 6, 10, 9, 15, 25, 1);
    }

    /**
     * A number, then two categorical features of two and three categories: 11, 12, 13, 14, 15, 16, 24, 25, 26, 34, ...
     */
    @Test
    void leavesOutProductsWithoutInformation() {
        DesignColumns design = new DesignColumns(2, 0, 3);
        PolynomialFeatures polynomial = new PolynomialFeatures(2, design);

        assertThat(design.products()).isEqualTo(12);
        assertThat(polynomial.left()).containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2);
        assertThat(polynomial.right()).containsExactly(0, 1, 2, 3, 4, 5, 3, 4, 5, 3, 4, 5);
    }

    @Test
    void triesSquaresUpToTheLimitOfWeights() {
        DesignColumns thirty = new DesignColumns(new int[30]);
        DesignColumns more = new DesignColumns(new int[31]);

        assertThat(Stream.of(
                        Candidate.triesSquares(thirty, 1),
                        Candidate.triesSquares(more, 1),
                        Candidate.triesSquares(thirty, 2)))
                .containsExactly(true, false, false);
        assertThat(Candidate.all(more, 1)).extracting(Candidate::degree).containsOnly(1);
    }
}
