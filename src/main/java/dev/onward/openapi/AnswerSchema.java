package dev.onward.openapi;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a model answers to a row, as JSON Schema. */
final class AnswerSchema {

    /** More names than this nobody reads, and a document is to stay small. */
    static final int MOST_NAMES = 100;

    private static final List<String> NUMBER = List.of("number", "null");

    /** Nothing is known of an output that is answered by its name. */
    static final List<String> ANYTHING = List.of("number", "boolean", "string", "null");

    private AnswerSchema() {}

    /** @param none the model's answer to no rows, which shows of what kind the others are */
    static Map<String, Object> of(Model model, Prediction none) {
        Map<String, Object> properties = Json.object(
                "model", Json.object("type", "string", "const", model.name()),
                "version", Json.object("type", "string", "const", model.version()));
        properties.putAll(none.match(AnswerSchema::ofClass, AnswerSchema::ofValues, AnswerSchema::ofOutputs));
        List<String> required = new ArrayList<>(properties.keySet());
        properties.put(
                "reason",
                Json.object("type", "string", "description", "Why a number is null: the model answered none."));
        return Json.object("type", "object", "properties", properties, "required", required);
    }

    private static Map<String, Object> ofOutputs(Prediction.Outputs outputs) {
        Map<String, Object> columns = Json.object();
        outputs.names().forEach(name -> columns.put(name, Json.object("type", ANYTHING)));
        return Json.object("outputs", named(columns, Json.object("type", ANYTHING)));
    }

    private static Map<String, Object> ofClass(Prediction.Classes classes) {
        Map<String, Object> properties = Json.object();
        List<String> names = classes.labels().stream().map(Label::name).toList();
        Map<String, Object> label = Json.object("type", "string");
        if (!names.isEmpty() && names.size() <= MOST_NAMES) {
            label.put("enum", names.stream().distinct().toList());
        }
        properties.put("label", label);
        properties.put("title", Json.object("type", "string", "description", "What people call the class."));
        if (classes.scores().isPresent()) {
            Map<String, Object> scores = Json.object();
            names.forEach(name -> scores.put(name, Json.object("type", NUMBER)));
            properties.put(
                    classes.areProbabilities() ? "probabilities" : "scores",
                    named(scores, Json.object("type", NUMBER)));
        }
        return properties;
    }

    private static Map<String, Object> ofValues(Prediction.Values values) {
        if (values.values().size() == 1) {
            return Json.object("value", number(values.values().get(0)));
        }
        Map<String, Object> numbers = Json.object();
        values.values().forEach(value -> numbers.put(value.name(), number(value)));
        return Json.object("values", named(numbers, Json.object("type", NUMBER)));
    }

    private static Map<String, Object> number(Value value) {
        String unit = value.unit().isEmpty() ? "" : ", in " + value.unit();
        return Json.object("type", NUMBER, "description", value.title() + unit);
    }

    /** An object of these properties, or of any of the kind where there are too many to list. */
    static Map<String, Object> named(Map<String, Object> properties, Map<String, Object> any) {
        return properties.isEmpty() || properties.size() > MOST_NAMES
                ? Json.object("type", "object", "additionalProperties", any)
                : Json.object("type", "object", "properties", properties, "required", List.copyOf(properties.keySet()));
    }
}
