package dev.onward.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.onward.model.ModelCard.Confusion;
import dev.onward.model.ModelCard.DataSource;
import dev.onward.model.ModelCard.Example;
import dev.onward.model.ModelCard.Golden;
import dev.onward.model.ModelCard.Metric;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Observed;
import dev.onward.table.Range;
import dev.onward.table.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.annotation.EnumNaming;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** The card's JSON. What is absent reads as empty, and what is empty is not written. */
final class CardJson {

    /** JSON that gives the same bytes on every JDK: own order, own shortest decimals, ASCII only. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
            .withConfigOverride(String.class, CardJson::absentIsEmpty)
            .withConfigOverride(List.class, CardJson::absentIsEmpty)
            .withConfigOverride(Map.class, CardJson::absentIsEmpty)
            .addMixIn(Task.class, LowerCase.class)
            .addMixIn(DataType.class, LowerCase.class)
            .build();

    private CardJson() {}

    static ModelCard read(byte[] json, String origin) {
        try {
            return MAPPER.readValue(json, Card.class).toModelCard();
        } catch (JacksonException e) {
            throw new ModelException(origin + where(e) + ": " + explain(e), e);
        } catch (IllegalArgumentException e) {
            throw new ModelException(origin + ": " + e.getMessage(), e);
        }
    }

    static String write(ModelCard card) {
        return MAPPER.writeValueAsString(Card.of(card));
    }

    private static void absentIsEmpty(tools.jackson.databind.cfg.MutableConfigOverride override) {
        override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    private static String where(JacksonException e) {
        // An unknown entry is told at the end of its object, where Jackson no longer knows its place.
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : ", line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static String explain(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds() == null
                    ? List.of()
                    : unknown.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .toList();
            return "unknown entry " + Text.quote(path(e))
                    + Text.nearest(unknown.getPropertyName(), known)
                            .map(name -> ", did you mean " + Text.quote(name) + "?")
                            .orElse("");
        }
        String reason = e.getCause() instanceof IllegalArgumentException cause
                ? String.valueOf(cause.getMessage())
                : e.getOriginalMessage();
        return e instanceof DatabindException && !path(e).isEmpty() ? path(e) + ": " + reason : reason;
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    @EnumNaming(EnumNamingStrategies.LowerCaseStrategy.class)
    private interface LowerCase {}

    /** The card as it stands in JSON. */
    private record Card(
            String name,
            String title,
            String description,
            String version,
            Optional<Task> task,
            List<Label> labels,
            List<FeatureEntry> features,
            List<Example> examples,
            String method,
            List<Metric> metrics,
            Optional<Confusion> confusion,
            Optional<DataSource> data,
            List<String> notes,
            Optional<Golden> golden) {

        static Card of(ModelCard card) {
            return new Card(
                    card.name(),
                    card.title(),
                    card.description(),
                    card.version(),
                    card.task(),
                    card.labels(),
                    card.features().stream().map(FeatureEntry::of).toList(),
                    card.examples(),
                    card.method(),
                    card.metrics(),
                    card.confusion(),
                    card.data(),
                    card.notes(),
                    card.golden());
        }

        ModelCard toModelCard() {
            return new ModelCard(
                    name,
                    title,
                    description,
                    version,
                    task,
                    labels,
                    features.stream().map(FeatureEntry::toFeature).toList(),
                    examples,
                    method,
                    metrics,
                    confusion,
                    data,
                    notes,
                    golden);
        }
    }

    /** A feature as it stands in JSON: what its model's input type can hold is the graph's to say, not the card's. */
    private record FeatureEntry(
            String name,
            Optional<DataType> type,
            String title,
            String unit,
            String description,
            Optional<Observed> observed,
            OptionalDouble step,
            List<String> categories,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean optional) {

        static FeatureEntry of(Feature feature) {
            return new FeatureEntry(
                    feature.name(),
                    Optional.of(feature.type()),
                    feature.title(),
                    feature.unit(),
                    feature.description(),
                    feature.observed(),
                    feature.step(),
                    feature.categories(),
                    feature.optional());
        }

        Feature toFeature() {
            return new Feature(
                    name,
                    type.orElse(DataType.NUMBER),
                    title,
                    unit,
                    description,
                    observed,
                    step,
                    categories,
                    optional,
                    Range.FINITE);
        }
    }
}
