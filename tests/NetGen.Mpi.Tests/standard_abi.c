/* A library of MPI 5's standard ABI, as far as NetGen calls it: it takes that ABI's handles, and hands calls on to Open MPI. */
#include <mpi.h>
#include <stdint.h>
#include <string.h>

static MPI_Comm comm(MPI_Comm c) { return (intptr_t)c == 0x101 ? MPI_COMM_WORLD : MPI_COMM_NULL; }
static MPI_Datatype type(MPI_Datatype t) { return (intptr_t)t == 0x247 ? MPI_BYTE : MPI_DATATYPE_NULL; }
static MPI_Errhandler handler(MPI_Errhandler h) { return (intptr_t)h == 0x142 ? MPI_ERRORS_RETURN : MPI_ERRHANDLER_NULL; }
static int wider(int level) { return level == MPI_THREAD_SERIALIZED ? 2048 : level == MPI_THREAD_MULTIPLE ? 4096 : 0; }

int MPI_Get_library_version(char *text, int *length)
{
    strcpy(text, "Standard ABI");
    *length = 12;
    return 0;
}

int MPI_Init_thread(int *argc, char ***argv, int required, int *provided)
{
    int result = PMPI_Init_thread(argc, argv, required == 2048 ? MPI_THREAD_SERIALIZED : MPI_THREAD_SINGLE, provided);
    *provided = wider(*provided);
    return result;
}

int MPI_Finalized(int *flag) { return PMPI_Finalized(flag); }
int MPI_Finalize(void) { return PMPI_Finalize(); }
int MPI_Abort(MPI_Comm c, int code) { return PMPI_Abort(comm(c), code); }
int MPI_Comm_rank(MPI_Comm c, int *rank) { return PMPI_Comm_rank(comm(c), rank); }
int MPI_Comm_size(MPI_Comm c, int *size) { return PMPI_Comm_size(comm(c), size); }
int MPI_Comm_set_errhandler(MPI_Comm c, MPI_Errhandler h) { return PMPI_Comm_set_errhandler(comm(c), handler(h)); }
int MPI_Error_string(int code, char *text, int *length) { return PMPI_Error_string(code, text, length); }
int MPI_Barrier(MPI_Comm c) { return PMPI_Barrier(comm(c)); }
int MPI_Bcast(void *data, int count, MPI_Datatype t, int root, MPI_Comm c) { return PMPI_Bcast(data, count, type(t), root, comm(c)); }

int MPI_Allgatherv(const void *sent, int count, MPI_Datatype t, void *data, const int counts[], const int places[], MPI_Datatype u, MPI_Comm c)
{
    return PMPI_Allgatherv((intptr_t)sent == 1 ? MPI_IN_PLACE : sent, count, type(t), data, counts, places, type(u), comm(c));
}

int MPI_Alltoallv(const void *sent, const int counts[], const int places[], MPI_Datatype t, void *data, const int counts2[], const int places2[], MPI_Datatype u, MPI_Comm c)
{
    return PMPI_Alltoallv(sent, counts, places, type(t), data, counts2, places2, type(u), comm(c));
}
