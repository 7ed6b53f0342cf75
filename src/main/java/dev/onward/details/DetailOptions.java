package dev.onward.details;

import java.util.Optional;

/**
 * The requested details. In JSON, warnings and uncertainty are always present where there are any; a CSV file has columns for
 * them only if they are requested, since its columns must be known before its rows.
 *
 * @param explanation empty for none
 * @param reasons the number of contributions that CSV also has in words; 0 for none
 * @param warnings whether CSV has a column for warnings
 * @param uncertainty whether CSV has columns for intervals and observed shares
 */
public record DetailOptions(
        Optional<ExplanationOptions> explanation, int reasons, boolean warnings, boolean uncertainty) {

    /** Nothing beyond what JSON always has. */
    public static final DetailOptions DEFAULT = new DetailOptions(Optional.empty(), 0, false, false);

    public DetailOptions withExplanation(ExplanationOptions requested) {
        return new DetailOptions(Optional.of(requested), reasons, warnings, uncertainty);
    }
}
