package dev.onward.app;

import dev.onward.serving.Slice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The application, which shows its permits to {@link PermitServer}. */
public final class ApplicationWithPermits extends Application {

    /** The wiring of the application that was started last. */
    static final AtomicReference<Optional<Wiring>> LATEST = new AtomicReference<>(Optional.empty());

    @Override
    protected List<Slice> slices(Wiring wiring) {
        LATEST.set(Optional.of(wiring));
        return super.slices(wiring);
    }
}
