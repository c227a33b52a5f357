#!/usr/bin/env python
# coding: utf-8

# In[1]:


get_ipython().system('pip install pandas')
get_ipython().run_line_magic('matplotlib', 'inline')
import pandas as pd

trips = pd.read_csv("trips.csv")


# In[2]:


trips.dropna()


# In[3]:


get_ipython().run_line_magic('timeit', 'trips.sort_values("fare")')
get_ipython().run_cell_magic('timeit', '', 'trips.dropna()\ntrips.reset_index()\n')


# In[4]:


print(trips["fare"].mean())
