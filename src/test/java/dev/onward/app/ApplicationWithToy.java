package dev.onward.app;

import dev.onward.protocol.toy.ToyRoutes;
import dev.onward.serving.Slice;
import java.util.List;
import java.util.stream.Stream;

/** The application with one more slice. A container makes it, as {@code web.xml} names it. */
public final class ApplicationWithToy extends Application {

    @Override
    protected List<Slice> slices(Wiring wiring) {
        List<Slice> added = List.of(ToyRoutes.slice(wiring.leases(), wiring.settings()));
        return Stream.concat(super.slices(wiring).stream(), added.stream()).toList();
    }
}
