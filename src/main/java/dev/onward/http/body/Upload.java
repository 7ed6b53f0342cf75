package dev.onward.http.body;

import dev.onward.table.Text;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A file from a multipart form that has no other field. The container parses the body, and each container reports a
 * malformed body in its own way. Closing deletes the file.
 */
public final class Upload implements AutoCloseable {

    /** The name of the form's field. */
    private static final String FIELD = "file";

    private static final System.Logger LOG = System.getLogger(Upload.class.getName());

    private final Part part;

    private Upload(Part part) {
        this.part = part;
    }

    /** {@link RequestBody#upload} describes it. */
    static Upload open(HttpServletRequest request, ReceivedBody received, long limit) {
        received.openedByContainer();
        Collection<Part> parts = parts(request, limit);
        received.endedByContainer();
        Optional<String> problem = problem(parts);
        if (problem.isPresent()) {
            parts.forEach(Upload::delete);
            throw new BodyException(400, problem.get());
        }
        return new Upload(parts.iterator().next());
    }

    /** The reason why the form is not a single file with content. */
    private static Optional<String> problem(Collection<Part> parts) {
        List<Part> files =
                parts.stream().filter(part -> FIELD.equals(part.getName())).toList();
        if (files.isEmpty()) {
            return Optional.of("expected a file in the field \"" + FIELD + "\", got none");
        } else if (files.size() > 1) {
            String name = files.get(1).getSubmittedFileName();
            return Optional.of("expected one file, got a second one" + (name == null ? "" : ", " + Text.quote(name)));
        } else if (parts.size() > 1) {
            List<String> others = parts.stream()
                    .map(part -> String.valueOf(part.getName()))
                    .filter(name -> !name.equals(FIELD))
                    .toList();
            return Optional.of(
                    "unknown field " + Text.quote(others.get(0)) + " in the form; send options in the query string");
        }
        return files.get(0).getSize() > 0
                ? Optional.empty()
                : Optional.of("expected a CSV file, got an empty file or no file");
    }

    private static void delete(Part part) {
        try {
            part.delete();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a refused upload could not be deleted: " + e);
        }
    }

    /** The content, which can be read once. */
    public InputStream content() throws IOException {
        return part.getInputStream();
    }

    /** The name of the file, given by the sender. */
    public Optional<String> fileName() {
        return Optional.ofNullable(part.getSubmittedFileName());
    }

    @Override
    public void close() throws IOException {
        part.delete();
    }

    private static Collection<Part> parts(HttpServletRequest request, long limit) {
        try {
            return request.getParts();
        } catch (IllegalStateException e) {
            StorageException.throwIfFullDisk(e);
            throw new BodyException(413, "expected a file of at most " + limit + " bytes, got more");
        } catch (ServletException | IOException e) {
            StorageException.throwIfFullDisk(e);
            if (ReceivedBody.isTimeout(e)) {
                throw new BodyException(408, ReceivedBody.TOO_SLOW);
            }
            // Only at this level, because anybody can send such a body, or leave in the middle of one.
            LOG.log(Level.DEBUG, "an upload could not be parsed: " + e);
            throw new BodyException(400, "the multipart body cannot be read");
        }
    }
}
