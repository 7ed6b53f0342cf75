package dev.onward.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowGroupsTest {

    @Test
    void countsEqualRowsOfDifferentClasses() {
        LabelledRows contradictory = LabelledRows.ofClasses(
                new DesignColumns(0), new double[][] {{1}, {1}, {1}, {2}, {2}}, new int[] {0, 1, 1, 0, 1}, 2);

        RowGroups groups = RowGroups.of(contradictory);

        assertThat(groups.contradictions()).isEqualTo(2);
        assertThat(groups.count(0)).isEqualTo(1);
        assertThat(groups.count(1)).isEqualTo(1);
    }
}
