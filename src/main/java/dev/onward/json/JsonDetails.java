package dev.onward.json;

import dev.onward.details.Interval;
import dev.onward.details.ObservedShare;
import dev.onward.details.PredictionDetails;
import dev.onward.details.RowCurves;
import dev.onward.details.RowExplanations;
import dev.onward.details.RowFlips;
import dev.onward.details.Warning;
import dev.onward.explain.ResponseCurve;
import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.model.card.Basis;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/** Writes the details of a prediction as properties of its object. */
public final class JsonDetails {

    private static final SerializedString INTERVAL = new SerializedString(",\"interval\":");
    private static final SerializedString INTERVALS = new SerializedString(",\"intervals\":");
    private static final SerializedString OBSERVED = new SerializedString(",\"observed\":");
    private static final SerializedString WARNINGS = new SerializedString(",\"warnings\":");
    private static final SerializedString EXPLANATION = new SerializedString(",\"explanation\":");
    private static final SerializedString CURVES = new SerializedString(",\"curves\":");
    private static final SerializedString FLIP = new SerializedString(",\"flip\":");

    private JsonDetails() {}

    /**
     * Writes those details that a row has, after its other properties.
     *
     * @param json from {@link JsonGenerators#ofParts}
     * @param shares the encoded observed shares by identity, since there is one object for each bin of a calibration;
     *     empty if only one row is written
     */
    static void write(
            JsonGenerator json,
            Optional<Map<ObservedShare, SerializedString>> shares,
            PredictionDetails details,
            int row) {
        writeIntervals(json, details.intervals(row));
        Optional<ObservedShare> observed = details.observed(row);
        if (observed.isPresent()) {
            writeObserved(json, shares, observed.get());
        }
        writeWarnings(json, details.warnings(row));
        if (details.explanations().isPresent()) {
            json.writeRaw(EXPLANATION);
            writeExplanation(json, details.explanations().get(), row);
        }
        if (details.curves().isPresent()) {
            writeCurves(json, details.curves().get(), row);
        }
        if (details.flips().isPresent()) {
            writeFlip(json, details.flips().get(), row);
        }
    }

    private static void writeCurves(JsonGenerator json, RowCurves curves, int row) {
        json.writeRaw(CURVES);
        json.writeStartObject();
        curves.outcome(row).reason().ifPresent(reason -> json.writeStringProperty("reason", reason));
        curves.outcome(row).result().ifPresent(features -> {
            ResponseCurve first = features.get(0);
            json.writeStringProperty("answer", first.answer());
            json.writeStringProperty("space", first.space());
            json.writeArrayPropertyStart("features");
            features.forEach(curve -> writeCurve(json, curves, curve, row));
            json.writeEndArray();
        });
        json.writeEndObject();
    }

    private static void writeCurve(JsonGenerator json, RowCurves curves, ResponseCurve curve, int row) {
        json.writeStartObject();
        json.writeStringProperty("feature", curve.feature());
        json.writeName("value");
        int position = curves.table().schema().position(curve.feature());
        JsonPredictions.writeCell(json, curves.table().column(position), row);
        json.writeArrayPropertyStart("points");
        for (ResponseCurve.Point point : curve.points()) {
            json.writeStartObject();
            writeValue(json, "value", point.value());
            json.writeName("output");
            JsonPredictions.writeNumber(json, point.output(), curves.isSingle());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeFlip(JsonGenerator json, RowFlips flips, int row) {
        json.writeRaw(FLIP);
        json.writeStartObject();
        flips.outcome(row).reason().ifPresent(reason -> json.writeStringProperty("reason", reason));
        flips.outcome(row).result().ifPresent(flip -> {
            json.writeStringProperty("feature", flip.feature());
            writeValue(json, "from", flip.from());
            writeValue(json, "to", flip.to());
            json.writeNumberProperty("distance", flip.distance());
            json.writeStringProperty("label", flip.after());
            json.writeStringProperty("title", flips.titles().apply(flip.after()));
        });
        json.writeEndObject();
    }

    /** @param value a finite Double, a Long, a Boolean or a String */
    private static void writeValue(JsonGenerator json, String name, Object value) {
        if (value instanceof Double number) {
            json.writeNumberProperty(name, number);
        } else if (value instanceof Long number) {
            json.writeNumberProperty(name, number);
        } else if (value instanceof Boolean flag) {
            json.writeBooleanProperty(name, flag);
        } else {
            json.writeStringProperty(name, value.toString());
        }
    }

    private static void writeIntervals(JsonGenerator json, List<Interval> intervals) {
        if (intervals.size() == 1) {
            json.writeRaw(INTERVAL);
            writeInterval(json, intervals.get(0));
        } else if (!intervals.isEmpty()) {
            json.writeRaw(INTERVALS);
            json.writeStartObject();
            for (Interval interval : intervals) {
                json.writeName(interval.value());
                writeInterval(json, interval);
            }
            json.writeEndObject();
        }
    }

    private static void writeInterval(JsonGenerator json, Interval interval) {
        json.writeStartObject();
        json.writeNumberProperty("level", Interval.LEVEL);
        json.writeNumberProperty("from", interval.from());
        json.writeNumberProperty("to", interval.to());
        writeBasis(json, interval.basis());
        json.writeEndObject();
    }

    private static void writeObserved(
            JsonGenerator json, Optional<Map<ObservedShare, SerializedString>> shares, ObservedShare observed) {
        if (shares.isEmpty()) {
            writeObserved(json, observed);
            return;
        }
        SerializedString written = shares.get().get(observed);
        if (written == null) {
            written = JsonGenerators.part(part -> writeObserved(part, observed));
            shares.get().put(observed, written);
        }
        json.writeRaw(written);
    }

    private static void writeObserved(JsonGenerator json, ObservedShare observed) {
        json.writeRaw(OBSERVED);
        json.writeStartObject();
        json.writeNumberProperty("from", observed.from());
        json.writeNumberProperty("to", observed.to());
        json.writeNumberProperty("share", observed.share());
        json.writeNumberProperty("count", observed.count());
        writeBasis(json, observed.basis());
        json.writeEndObject();
    }

    /** Writes the relation of the measured rows to the training. */
    private static void writeBasis(JsonGenerator json, Basis basis) {
        json.writeStringProperty("basis", basis.title());
    }

    private static void writeWarnings(JsonGenerator json, List<Warning> warnings) {
        if (warnings.isEmpty()) {
            return;
        }
        json.writeRaw(WARNINGS);
        json.writeStartArray();
        for (Warning warning : warnings) {
            json.writeStartObject();
            json.writeStringProperty("feature", warning.feature());
            json.writeStringProperty("kind", warning.kind().title());
            warning.distance().ifPresent(distance -> json.writeNumberProperty("distance", distance.doubleValue()));
            json.writeStringProperty("message", warning.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes the explanation of a row, or the reason why there is none, as an object. */
    public static void writeExplanation(JsonGenerator json, RowExplanations explanations, int row) {
        json.writeStartObject();
        explanations.outcome(row).reason().ifPresent(reason -> json.writeStringProperty("reason", reason));
        explanations.outcome(row).result().ifPresent(explanation -> {
            json.writeStringProperty("method", explanation.method().title());
            json.writeStringProperty("space", explanation.space());
            json.writeStringProperty("answer", explanation.answer());
            json.writeNumberProperty("base", explanation.base());
            explanations
                    .baseErrors()
                    .apply(explanation.answer())
                    .ifPresent(error -> json.writeNumberProperty("base_standard_error", error));
            json.writeNumberProperty("value", explanation.value());
            json.writeNumberProperty("background_rows", explanation.backgroundRows());
            if (explanation.samples() > 0) {
                json.writeNumberProperty("samples", explanation.samples());
            }
            writeContributions(json, explanations, explanation, row);
        });
        json.writeEndObject();
    }

    private static void writeContributions(
            JsonGenerator json, RowExplanations explanations, Explanation explanation, int row) {
        json.writeArrayPropertyStart("contributions");
        List<Contribution> contributions = explanation.contributions();
        for (int i = 0; i < contributions.size(); i++) {
            Contribution contribution = contributions.get(i);
            json.writeStartObject();
            json.writeStringProperty("feature", contribution.feature());
            json.writeName("value");
            JsonPredictions.writeCell(json, explanations.table().column(i), row);
            json.writeNumberProperty("contribution", contribution.amount());
            contribution.standardError().ifPresent(error -> json.writeNumberProperty("standard_error", error));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
