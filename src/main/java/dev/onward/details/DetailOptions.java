package dev.onward.details;

import java.util.Optional;

/**
 * The requested details. In JSON, warnings and uncertainty are always present where there are any.
 *
 * @param explanation empty for none
 * @param curves empty for none; CSV has none
 * @param flip whether to search the smallest change of a feature that changes the label; CSV does not have it
 * @param csv the columns of a CSV file
 */
public record DetailOptions(
        Optional<ExplanationOptions> explanation, Optional<CurveOptions> curves, boolean flip, CsvColumns csv) {

    /** Nothing beyond what JSON always has. */
    public static final DetailOptions DEFAULT =
            new DetailOptions(Optional.empty(), Optional.empty(), false, CsvColumns.NONE);

    public DetailOptions withExplanation(ExplanationOptions requested) {
        return new DetailOptions(Optional.of(requested), curves, flip, csv);
    }

    public DetailOptions withCurves(CurveOptions requested) {
        return new DetailOptions(explanation, Optional.of(requested), flip, csv);
    }

    public DetailOptions withFlip() {
        return new DetailOptions(explanation, curves, true, csv);
    }

    public DetailOptions withCsv(CsvColumns requested) {
        return new DetailOptions(explanation, curves, flip, requested);
    }

    /** Checks whether rows are to be varied: for curves, or for the smallest change of the label. */
    public boolean variesRows() {
        return curves.isPresent() || flip;
    }

    /**
     * Checks whether any of the details takes much longer than a prediction, so that it is limited with explanations.
     */
    public boolean explains() {
        return explanation.isPresent() || variesRows();
    }
}
