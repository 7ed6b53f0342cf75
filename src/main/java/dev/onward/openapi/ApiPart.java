package dev.onward.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * The OpenAPI part of a slice: the resource {@code openapi.json} beside its classes, and values for the placeholders in
 * it, which {@link Template} describes. Thread-safe. The resource has these sections, each of which may be absent:
 *
 * <ul>
 *   <li>{@code tags}: descriptions by name.
 *   <li>{@code operations}: by the names that routes give. An operation with {@code "perModel": true} is described once
 *       for each model that fits the path, without {@code tags} under the model's own. Any other has the model as a
 *       parameter of its path, one of the names that match {@code modelNames}. {@code errors} lists statuses, in the
 *       format that {@code errorFormat} names; 405 and 500 are added to each operation, 401 to each that requires a
 *       key.
 *   <li>{@code errorFormats}: the content of errors by the first part of their components' names.
 *   <li>{@code components}: of the document.
 *   <li>{@code modelComponents}: the same for each model and, of many models, for any of them.
 *   <li>{@code sharedComponents}: the same for any of many models, in place of those of the same name.
 * </ul>
 */
public final class ApiPart {

    private static final String RESOURCE = "openapi.json";

    private final Class<?> slice;
    private final ModelValues values;
    private Optional<Map<String, Object>> resource = Optional.empty();

    private ApiPart(Class<?> slice, ModelValues values) {
        this.slice = slice;
        this.values = values;
    }

    /** The part of a slice whose operations do not depend on the models. */
    public static ApiPart of(Class<?> slice) {
        return of(slice, (model, key) -> Map.of());
    }

    /**
     * The part of a slice.
     *
     * @param slice a class beside which the resource is
     */
    public static ApiPart of(Class<?> slice, ModelValues values) {
        return new ApiPart(slice, values);
    }

    /** One section of the resource; empty if it has none of this name. */
    synchronized Map<String, Object> section(String name) {
        if (resource.isEmpty()) {
            resource = Optional.of(read());
        }
        return JsonTree.asObject(resource.get().getOrDefault(name, Map.of()));
    }

    /** Read with the first document and not at startup, which loading the parser's classes would delay. */
    private Map<String, Object> read() {
        try (InputStream in = slice.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("expected " + RESOURCE + " beside " + slice);
            }
            return JsonTree.asObject(JsonTree.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ModelValues values() {
        return values;
    }
}
