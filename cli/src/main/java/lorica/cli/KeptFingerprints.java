package lorica.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import lorica.distance.Distance;
import lorica.distance.Fingerprint;
import lorica.distance.FingerprintCodec;
import lorica.distribution.TokenDistribution;
import lorica.storage.Parallel;

/// Fingerprints of datasets in the bytes that a bank keeps, from which a matrix starts.
///
/// @param bytes one a name
record KeptFingerprints(Distance distance, List<String> names, List<byte[]> bytes) {
    static KeptFingerprints of(Distance distance, List<TokenDistribution> datasets, int threads)
            throws IOException {
        return new KeptFingerprints(
                distance,
                datasets.stream().map(TokenDistribution::dataset).toList(),
                Parallel.map(
                        datasets,
                        threads,
                        one -> FingerprintCodec.encode(distance.fingerprint(one))));
    }

    List<Fingerprint> decoded(int threads) throws IOException {
        return Parallel.map(
                IntStream.range(0, names.size()).boxed().toList(),
                threads,
                i -> FingerprintCodec.decode(distance.name(), names.get(i), bytes.get(i)));
    }
}
