/**
 * What is known of a model: its page, the parts of its card that other pages show, and the addresses of both. Depends on
 * {@code page.text}, and on {@code page.answer} to compare versions.
 */
@NullMarked
package dev.onward.page.model;

import org.jspecify.annotations.NullMarked;
