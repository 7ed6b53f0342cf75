package dev.onward.explain;

import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.BackgroundGroup.WeightedRow;
import dev.onward.model.card.ExplanationData;
import dev.onward.model.card.Reference;
import dev.onward.table.InvalidInputException;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A background in a model's file: a summary for exact explanations, or rows. Its means and rows are in the card, and
 * its pattern counts in a metadata entry of their own, which has a line in Base64 for each group.
 *
 * @param summary empty if the background consists of rows
 */
record StoredBackground(Optional<BackgroundSummary> summary, ExplainableModel model, BackgroundGroup group) {

    /** @throws NoBackgroundException if there is no such background, or it was written for another graph */
    static StoredBackground of(ExplainableModel model, Reference reference, String name) {
        ExplanationData data = reference
                .explanations()
                .orElseThrow(() -> new NoBackgroundException("the card has no reference data for explanations"));
        BackgroundGroup group = data.group(name)
                .orElseThrow(() -> new NoBackgroundException("expected one of the groups "
                        + data.groups().stream().map(BackgroundGroup::name).toList() + ", got " + Text.quote(name)));
        if (data.binding().isEmpty()
                || (model.binding().isEmpty() && !group.background().isEmpty())) {
            return new StoredBackground(Optional.empty(), model, group);
        }
        if (!data.binding().equals(model.binding())) {
            throw new NoBackgroundException("the reference data was written for another graph");
        }
        byte[] patterns = data.patterns()
                .map(digest -> patterns(model, digest, data.groups().indexOf(group)))
                .orElse(new byte[0]);
        return new StoredBackground(
                Optional.of(BackgroundSummary.read(model, group.means(), group.products(), patterns, group.counted())),
                model,
                group);
    }

    private static byte[] patterns(ExplainableModel model, String digest, int line) {
        String entry = model.patterns(digest)
                .orElseThrow(() -> new NoBackgroundException("the pattern counts in the file do not match the card"));
        List<String> lines = entry.lines().toList();
        try {
            return Base64.getDecoder().decode(lines.get(line));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new NoBackgroundException("the pattern counts in the file are incomplete");
        }
    }

    /** The background's rows, with the features of the model. */
    Background rows() {
        TableBuilder builder = new TableBuilder(model.model().schema());
        for (WeightedRow row : group.background()) {
            builder.startRow(0);
            builder.cells(row.row());
            builder.endRow();
        }
        if (group.background().isEmpty()) {
            throw new NoBackgroundException("the group " + Text.quote(group.name()) + " has no background rows");
        }
        try {
            return Background.of(
                    builder.build(),
                    group.background().stream()
                            .mapToInt(row -> Math.toIntExact(row.weight()))
                            .toArray());
        } catch (InvalidInputException | ArithmeticException | IllegalArgumentException e) {
            throw new NoBackgroundException("the rows for explanations in the card do not fit the model");
        }
    }
}
