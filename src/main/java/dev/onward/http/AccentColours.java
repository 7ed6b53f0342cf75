package dev.onward.http;

import java.util.Locale;

/**
 * The variants of an accent colour that can be read on the pages' backgrounds. A colour without enough contrast is made
 * darker on light backgrounds, and lighter on dark ones (WCAG 2.2, success criterion 1.4.3).
 */
final class AccentColours {

    private static final double MIN_CONTRAST = 4.5;

    /** The darkest background of the light scheme, and the lightest of the dark one. */
    private static final int LIGHT_BACKGROUND = 0xf3f5f2;

    private static final int DARK_BACKGROUND = 0x191f1c;

    private static final int WHITE = 0xffffff;
    private static final int BLACK = 0x101412;

    /** Steps between the colour and white or black. */
    private static final int STEPS = 50;

    private AccentColours() {}

    /** Returns a style sheet that sets the colours. */
    static String styleSheet(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        int light = adjusted(rgb, 0, LIGHT_BACKGROUND);
        int dark = adjusted(rgb, WHITE, DARK_BACKGROUND);
        return ":root { " + variables(light) + " }\n@media (prefers-color-scheme: dark) { :root { " + variables(dark)
                + " } }\n@media print { :root { " + variables(light) + " } }\n";
    }

    private static String variables(int rgb) {
        String text = hex(contrast(rgb, WHITE) >= MIN_CONTRAST ? WHITE : BLACK);
        return "--accent: " + hex(rgb) + "; --chosen: " + hex(rgb) + "; --accent-text: " + text + ";";
    }

    private static int adjusted(int rgb, int towards, int background) {
        for (int step = 0; step < STEPS; step++) {
            int mixed = mix(rgb, towards, (double) step / STEPS);
            if (contrast(mixed, background) >= MIN_CONTRAST) {
                return mixed;
            }
        }
        return towards;
    }

    private static int mix(int rgb, int other, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double part = (rgb >> shift & 0xff) * (1 - share) + (other >> shift & 0xff) * share;
            mixed = mixed << 8 | (int) Math.round(part);
        }
        return mixed;
    }

    static double contrast(int one, int other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    /** The relative luminance of the definition in WCAG 2.2. */
    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int part) {
        double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static String hex(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
