package dev.onward.page.form;

import dev.onward.details.DetailOptions;
import dev.onward.details.PredictionDetails;
import dev.onward.http.Language;
import dev.onward.http.MediaTypes;
import dev.onward.http.Messages;
import dev.onward.http.RequestContext;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.openapi.Example;
import dev.onward.openapi.ExampleRow;
import dev.onward.page.answer.PredictionView;
import dev.onward.page.answer.Reasons;
import dev.onward.serving.OptionalDetails;
import dev.onward.serving.RequestDetails;
import dev.onward.settings.Settings;
import dev.onward.table.FormRow;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The form of a model, and the answer to what was entered. */
public final class FormHandlers {

    /**
     * The field of a query string that asks for the answer to its other fields. It has no value, so a feature may have
     * its name.
     */
    public static final String ANSWER = "answer";

    /** The field of a query string, without a value, with which the body has a pasted row instead of a field for each feature. */
    private static final String PASTE = "paste";

    /** The field of such a body. */
    private static final String PASTED = "pasted";

    /** The time that the reasons of an answer may take. They usually take some milliseconds, but more at first. */
    private static final Duration MAX_REASONS_TIME = Duration.ofSeconds(2);

    /** The time of a prediction above which reasons, for which there are thousands, are not computed in advance. */
    private static final Duration MAX_EXAMPLE_TIME = Duration.ofMillis(2);

    private final FormPage page;
    private final FileHandlers files;
    private final Settings settings;

    public FormHandlers(FormPage page, FileHandlers files, Settings settings) {
        this.page = page;
        this.files = files;
        this.settings = settings;
    }

    /**
     * Sends the form, filled in with the fields of the query string, so that a link can hold an example; also with the
     * prediction if the query string asks for it.
     */
    public void show(Model model, RequestDetails details, RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        if (!model.isTabular()) {
            page.sendWithoutForm(request, model);
            return;
        }
        Map<String, List<String>> values = new LinkedHashMap<>(request.queryFields());
        values.computeIfPresent(ANSWER, (name, all) -> withoutEmpty(all));
        if (request.asks(ANSWER)) {
            answer(model, details, values, request);
        } else {
            page.send(request, model, FormContent.of(FormView.of(model.schema(), values, Messages.of(request))));
        }
    }

    /** The values that are not empty; null if all are. */
    private static @Nullable List<String> withoutEmpty(List<String> values) {
        List<String> others = values.stream().filter(value -> !value.isEmpty()).toList();
        return others.isEmpty() ? null : others;
    }

    /** Sends the form with the prediction, or with the problems beside their fields; both with the values entered. */
    public void predict(Model model, RequestDetails details, RequestContext request) throws IOException {
        if (request.contentType(List.of(MediaTypes.FORM, MediaTypes.MULTIPART)).equals(MediaTypes.MULTIPART)) {
            files.score(model, details, request);
            return;
        }
        request.accepts(List.of(MediaTypes.HTML));
        Map<String, List<String>> fields = request.formFields(settings.bodyLimit());
        if (request.asks(PASTE)) {
            answerPasted(
                    model, details, fields.getOrDefault(PASTED, List.of("")).get(0), request);
        } else {
            answer(model, details, fields, request);
        }
    }

    private void answerPasted(Model model, RequestDetails details, String text, RequestContext request)
            throws IOException {
        Map<String, List<String>> values;
        try {
            values = PastedRow.read(text, model.schema());
        } catch (InvalidInputException e) {
            request.status(400);
            FormView form = FormView.of(model.schema(), Map.of(), e, Messages.of(request));
            page.send(request, model, FormContent.of(form).withPasted(text));
            return;
        }
        answer(model, details, values, request);
    }

    private void answer(Model model, RequestDetails details, Map<String, List<String>> fields, RequestContext request)
            throws IOException {
        Messages messages = Messages.of(request);
        Map<String, List<String>> values = new LinkedHashMap<>(fields);
        PreviousRow previous = PreviousRow.takeFrom(values, model);
        try {
            Table row = FormRow.read(values, model.schema());
            Prediction prediction = model.predict(row);
            PredictionDetails found = details.source(DetailOptions.DEFAULT).of(row, prediction);
            Reasons reasons =
                    Reasons.of(details.optional(MAX_REASONS_TIME), row, prediction, previous.table(model), messages);
            request.record().setRows(prediction.rows());
            PredictionView view = PredictionView.of(prediction, found, model.schema(), messages);
            FormView form = FormView.of(model.schema(), values, view, messages);
            page.send(request, model, FormContent.of(form).with(new FormContent.Answered(row, prediction, reasons)));
        } catch (InvalidInputException e) {
            request.status(400);
            FormView form = FormView.of(model.schema(), values, e, messages);
            page.send(request, model, FormContent.of(form).withPrevious(previous));
        }
    }

    /** Renders the page of a model and discards it, with the reasons of a prediction unless the model is slow. */
    public void warmUp(Model model, OptionalDetails details) throws IOException {
        if (model.isTabular()) {
            Messages messages = Messages.in(Language.ENGLISH);
            FormContent content = FormContent.of(FormView.of(model.schema(), Map.of(), messages));
            Optional<FormContent.Answered> answered =
                    Example.attempt(() -> example(model, details, messages)).flatMap(found -> found);
            page.warmUp(model, answered.map(content::with).orElse(content));
        } else {
            page.warmUpWithoutForm(model);
        }
    }

    /** An example with its prediction and reasons; empty if the model takes long. */
    private static Optional<FormContent.Answered> example(Model model, OptionalDetails details, Messages messages) {
        Table row = ExampleRow.of(model).get(0).table(model);
        model.predict(row);
        long start = System.nanoTime();
        Prediction prediction = model.predict(row);
        return System.nanoTime() - start > MAX_EXAMPLE_TIME.toNanos()
                ? Optional.empty()
                : Optional.of(new FormContent.Answered(
                        row, prediction, Reasons.of(details, row, prediction, Optional.of(row), messages)));
    }
}
