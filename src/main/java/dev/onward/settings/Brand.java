package dev.onward.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The appearance of the pages.
 *
 * @param title in place of the application's name
 * @param footer a line at the end of every page
 * @param accent the colour of buttons, links and bars, as {@code #rrggbb}
 * @param logo a file in SVG or PNG
 */
public record Brand(String title, Optional<String> footer, Optional<String> accent, Optional<Path> logo) {

    /** The appearance if nothing is set. */
    public static final Brand DEFAULT = new Brand("Onward", Optional.empty(), Optional.empty(), Optional.empty());
}
