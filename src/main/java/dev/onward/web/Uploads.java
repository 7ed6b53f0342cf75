package dev.onward.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Files that a page's form sends. The container takes them apart, and each says in its own way when it cannot. */
final class Uploads {

    /** What the form's field is called. */
    static final String FIELD = "file";

    private Uploads() {}

    /** @throws HttpException 400 if there is no such file, or the body is not what it claims to be */
    static Part file(HttpServletRequest request, long limit) throws IOException {
        Bodies.check(request, limit);
        Part part = part(request);
        if (part == null || part.getSize() == 0) {
            throw new HttpException(
                    400,
                    part == null
                            ? "expected a file in the field \"" + FIELD + "\", got none"
                            : "expected a CSV file, got an empty one or none at all");
        }
        return part;
    }

    /** Names the answer after the file: banknotes.csv gives banknotes-scored.csv. */
    static String disposition(Part part) {
        String name = part.getSubmittedFileName() == null ? "" : part.getSubmittedFileName();
        String stem = name.replaceFirst("(?i)\\.csv$", "").replaceAll("[^A-Za-z0-9._ -]", "_");
        return "attachment; filename=\"" + (stem.isBlank() ? "answers" : stem) + "-scored.csv\"";
    }

    private static @Nullable Part part(HttpServletRequest request) throws IOException {
        try {
            return request.getPart(FIELD);
        } catch (ServletException | IllegalStateException e) {
            throw new HttpException(400, "the multipart body cannot be read, or is larger than allowed");
        }
    }
}
