package dev.onward.web;

import dev.onward.table.TooLargeException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Files that a page's form sends. The container takes them apart, and each says in its own way when it cannot. */
final class Uploads {

    /** What the form's field is called. */
    static final String FIELD = "file";

    private static final Logger LOG = System.getLogger(Uploads.class.getName());

    private Uploads() {}

    /** @throws HttpException 400 if there is no such file, or the body is not what it claims to be */
    static Part file(HttpServletRequest request, long limit) {
        Bodies.check(request, limit);
        Part part = part(request, limit);
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
        String stem = name.replaceFirst("(?i)\\.csv$", "");
        String scored = (stem.isBlank() ? "answers" : stem) + "-scored.csv";
        String ascii = scored.replaceAll("[^A-Za-z0-9._ -]", "_");
        String exact = URLEncoder.encode(scored, StandardCharsets.UTF_8).replace("+", "%20");
        // RFC 6266: the second for everyone who knows it, the first for the rest.
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + exact;
    }

    private static @Nullable Part part(HttpServletRequest request, long limit) {
        try {
            return request.getPart(FIELD);
        } catch (IllegalStateException e) {
            throw new TooLargeException("expected a file of at most " + limit + " bytes, got more");
        } catch (ServletException | IOException e) {
            // Containers do not tell a broken body from a disk that is full: the log has what there is.
            LOG.log(Level.WARNING, "an upload could not be taken apart", e);
            throw new HttpException(400, "the multipart body cannot be read");
        }
    }
}
