/**
 * What is served, described for programs: an OpenAPI 3.1 document, made from the models that are loaded. Its examples are
 * rows that were asked and what was answered. Depends on {@code repository}, {@code model}, {@code runtime},
 * {@code table} and on how {@code format} and {@code oip} write; knows nothing of HTTP but the words.
 */
@NullMarked
package dev.onward.openapi;

import org.jspecify.annotations.NullMarked;
